package dev.sluice.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a pool and a server on this machine, and can be switched off: what is connected is reset then, who
 * connects is counted and reset. For the pool that is a server that was killed and is not there yet.
 */
final class Outlet implements AutoCloseable {

    private static final int BACKLOG = 200;
    private static final int PIECE = 8192;

    private final int serverPort;
    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean off;

    /** Before the server at that port. */
    Outlet(int serverPort) throws IOException {
        this.serverPort = serverPort;
        this.listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        Threads.PLATFORM.start(this::acceptAll);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Cuts every connection, and lets no other through. */
    void switchOff() {
        off = true;
        open.forEach(Outlet::reset);
    }

    /** All is as before. */
    void switchOn() {
        off = false;
    }

    /** Returns the number of connects that were refused while the outlet was off. */
    int refused() {
        return refused.get();
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                accept(listener.accept());
            } catch (IOException e) {
                // closed, or the client was gone before
            }
        }
    }

    private void accept(Socket client) throws IOException {
        if (off) {
            refused.incrementAndGet();
            reset(client);
            return;
        }
        Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        carry(client, server);
        carry(server, client);
    }

    private void carry(Socket from, Socket to) throws IOException {
        from.setTcpNoDelay(true);
        open.add(from);
        Threads.PLATFORM.start(() -> {
            byte[] piece = new byte[PIECE];
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                    out.write(piece, 0, length);
                }
            } catch (IOException e) {
                // reset
            } finally {
                open.remove(from);
            }
        });
    }

    private static void reset(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // it has ended already
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        open.forEach(Outlet::reset);
    }
}
