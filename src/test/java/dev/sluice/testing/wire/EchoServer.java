package dev.sluice.testing.wire;

import dev.sluice.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Sends back what it gets, until the other side ends; then it ends, too. */
final class EchoServer implements AutoCloseable {

    private final ServerSocket listener;
    private final Thread acceptor;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();

    EchoServer() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        acceptor = daemon(this::acceptAll);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Bytes that arrived. */
    long received() {
        return received.get();
    }

    /** Connections that have ended, in whatever way. */
    long ended() {
        return ended.get();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "echo");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                daemon(() -> echo(socket));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void echo(Socket socket) {
        byte[] piece = new byte[8192];
        try (socket) {
            socket.setTcpNoDelay(true);
            int length;
            while ((length = socket.getInputStream().read(piece)) >= 0) {
                received.addAndGet(length);
                socket.getOutputStream().write(piece, 0, length);
            }
        } catch (IOException e) {
            // reset
        } finally {
            open.remove(socket);
            ended.incrementAndGet();
        }
    }

    @Override
    public void close() {
        Sockets.close(listener);
        Await.until("nobody accepts any more", () -> !acceptor.isAlive());
        open.forEach(Sockets::close);
    }
}
