package dev.sluice.tcp;

import dev.sluice.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ServerSocketFactory;

/** Sends back what it gets, and misbehaves as a test likes. It keeps its port while it is down. */
final class EchoServer implements AutoCloseable {

    /** Below those that the system gives to clients: nobody takes the port while the server is down. */
    private static final int FIRST_PORT = 15_000;

    private static final int PORTS = 15_000;

    private final ServerSocketFactory factory;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong echoed = new AtomicLong();
    private final Map<Socket, Long> receivedBy = new ConcurrentHashMap<>();
    private final AtomicInteger goodbyes = new AtomicInteger();
    private volatile ServerSocket listener;
    private volatile boolean frozen;
    private volatile boolean muted;
    private final int port;

    EchoServer() throws IOException {
        this(ServerSocketFactory.getDefault());
    }

    EchoServer(ServerSocketFactory factory) throws IOException {
        this.factory = factory;
        port = bindSomewhere();
        accept();
    }

    private int bindSomewhere() throws IOException {
        IOException last = new IOException("no port");
        for (int i = 0; i < 100; i++) {
            int candidate = FIRST_PORT + ThreadLocalRandom.current().nextInt(PORTS);
            try {
                bind(candidate);
                return candidate;
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

    private void bind(int candidate) throws IOException {
        ServerSocket socket = factory.createServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), candidate), 200);
            listener = socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    /** Connections that were ever accepted. */
    int accepted() {
        return accepted.get();
    }

    /** Connections that are open on this side. */
    int open() {
        return open.size();
    }

    /** Bytes that were read. */
    long received() {
        return received.get();
    }

    /** Bytes that were sent back. */
    long echoed() {
        return echoed.get();
    }

    /** Returns the bytes that open connections received: a dropped connection may have read more before it noticed. */
    long receivedByOpen() {
        return open.stream()
                .mapToLong(socket -> receivedBy.getOrDefault(socket, 0L))
                .sum();
    }

    /** Connections that the other side ended in an orderly way: over TLS, with a farewell. */
    int goodbyes() {
        return goodbyes.get();
    }

    /** Neither reads nor answers until it is thawed. */
    void freeze(boolean on) {
        frozen = on;
    }

    /** Reads, and does not answer. */
    void mute(boolean on) {
        muted = on;
    }

    /** Sends something that nobody asked for to all. */
    void sendAll(byte[] bytes) throws IOException {
        for (Socket socket : open) {
            socket.getOutputStream().write(bytes);
        }
    }

    /** Ends the oldest connection, if one is open. */
    void dropOne() {
        open.stream().findFirst().ifPresent(this::drop);
    }

    /** Ends the connection from that port. */
    void dropFrom(int clientPort) {
        open.stream().filter(socket -> socket.getPort() == clientPort).forEach(this::drop);
    }

    void dropAll() {
        open.forEach(this::drop);
    }

    /** Ends its own half of all connections. */
    void halfCloseAll() {
        open.forEach(socket -> ConnectedSocket.quietly(socket::shutdownOutput));
    }

    private void drop(Socket socket) {
        open.remove(socket);
        ConnectedSocket.quietly(socket::close);
    }

    /** Refuses connections from now on, and ends those that are open. */
    void stop() {
        ConnectedSocket.quietly(listener::close);
        dropAll();
    }

    /** Takes connections again, at the same port. */
    void start() throws IOException {
        Await.until("the port is free again", this::isBound); // the system may still be ending what was there
        accept();
    }

    private boolean isBound() {
        try {
            bind(port);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void accept() {
        ServerSocket mine = listener;
        daemon(() -> {
            while (!mine.isClosed()) {
                try {
                    Socket socket = mine.accept();
                    accepted.incrementAndGet();
                    open.add(socket);
                    if (mine.isClosed()) {
                        drop(socket);
                    }
                    daemon(() -> echo(socket));
                } catch (IOException e) {
                    // it is being stopped
                }
            }
        });
    }

    private void echo(Socket socket) {
        byte[] piece = new byte[8192];
        try (socket) {
            socket.setTcpNoDelay(true);
            int length = 0;
            while (length >= 0) {
                Await.until("thawed", () -> !frozen || socket.isClosed());
                length = socket.getInputStream().read(piece);
                if (length > 0) {
                    receivedBy.merge(socket, (long) length, Long::sum);
                    received.addAndGet(length);
                }
                Await.until("thawed", () -> !(frozen || muted) || socket.isClosed());
                if (length > 0) {
                    socket.getOutputStream().write(piece, 0, length);
                    echoed.addAndGet(length);
                }
            }
            goodbyes.incrementAndGet();
        } catch (IOException e) {
            // it was dropped, or the other side has ended
        } finally {
            open.remove(socket);
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "echo-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        frozen = false;
        stop();
    }
}
