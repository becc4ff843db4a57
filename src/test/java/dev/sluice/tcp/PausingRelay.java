package dev.sluice.tcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Stands between a client and a server, and can hold back the rest of what the server sends. */
final class PausingRelay implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final int serverPort;
    private volatile Pause pause = new Pause(Integer.MAX_VALUE);

    /** After so many bytes of what comes next. */
    static final class Pause {

        private final int after;
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch over = new CountDownLatch(1);

        private Pause(int after) {
            this.after = after;
        }

        /** Returns when the first bytes are on their way and the others are held back. */
        void awaitBegin() throws InterruptedException {
            begun.await();
        }

        /** Lets the others go. */
        void end() {
            over.countDown();
        }
    }

    PausingRelay(int serverPort) throws IOException {
        this.serverPort = serverPort;
        daemon(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    Pause pauseAfter(int bytes) {
        pause = new Pause(bytes);
        return pause;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                sockets.addAll(List.of(client, server));
                server.setTcpNoDelay(true);
                client.setTcpNoDelay(true);
                daemon(() -> relay(client, server, false));
                daemon(() -> relay(server, client, true));
            } catch (IOException e) {
                // it is being closed
            }
        }
    }

    private void relay(Socket from, Socket to, boolean pausing) {
        byte[] piece = new byte[65_536];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int length = in.read(piece);
            while (length >= 0) {
                int first = pausing ? Math.min(length, pause.after) : length;
                out.write(piece, 0, first);
                if (first < length) {
                    hold();
                    out.write(Arrays.copyOfRange(piece, first, length));
                }
                length = in.read(piece);
            }
        } catch (IOException e) {
            // one of both has ended
        } catch (InterruptedException e) {
            throw new AssertionError(e); // by nobody
        }
    }

    private void hold() throws InterruptedException {
        Pause mine = pause;
        pause = new Pause(Integer.MAX_VALUE);
        mine.begun.countDown();
        mine.over.await();
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        ConnectedSocket.quietly(listener::close);
        sockets.forEach(socket -> ConnectedSocket.quietly(socket::close));
    }
}
