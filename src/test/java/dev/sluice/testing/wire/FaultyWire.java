package dev.sluice.testing.wire;

import dev.sluice.testing.Await;
import dev.sluice.testing.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/**
 * A wire to a server on this machine that can be spoilt while it carries: slow, narrow, silent, cut, reset, refused.
 * It listens on a port of 127.0.0.1, the same one as long as it lives, and knows nothing of what it carries. Its
 * {@link Weather} decides about the bytes, its methods about whole connections. Thread-safe.
 */
public final class FaultyWire implements AutoCloseable {

    private static final int BACKLOG = 128;
    private static final int CONNECT_MILLIS = 5_000;

    /** The behaviour towards new connections. */
    private enum Door {
        OPEN,
        /** Takes them in and resets them at once. */
        RESETTING,
        /** Does not listen. */
        CLOSED
    }

    private final int port;
    private final int serverPort;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile ServerSocket listener; // Written under this
    private volatile Thread acceptor; // Written under this
    private volatile Door door = Door.OPEN;
    private volatile Weather weather = Weather.FAIR;
    private volatile boolean gone;

    private FaultyWire(int serverPort) {
        this.serverPort = serverPort;
        this.listener = listen(Ports.free());
        this.port = listener.getLocalPort();
        serve(listener);
    }

    /** A wire to that port of this machine, in fair weather. */
    public static FaultyWire to(int serverPort) {
        return new FaultyWire(serverPort);
    }

    /** Where clients connect. */
    public int port() {
        return port;
    }

    /** Returns the number of connections so far, including those that were reset at once. */
    public int accepted() {
        return accepted.get();
    }

    /** Returns the number of connections that the wire carries. */
    public int links() {
        return links.size();
    }

    /** Changes what happens to bytes, from the next piece on, on all connections. */
    public void weather(Weather next) {
        weather = next;
    }

    /** Does not listen any more, so that whoever connects is refused; what is connected stays. */
    public synchronized void closeDoor() {
        door = Door.CLOSED;
        Sockets.close(listener);
        // the system keeps the port open for as long as a thread is in accept()
        Await.until("nobody accepts any more", () -> !acceptor.isAlive());
    }

    /** Takes in whoever connects, and resets it at once. */
    public synchronized void resetAtTheDoor() {
        openDoor();
        door = Door.RESETTING;
    }

    /** Listens again, and lets everybody in. */
    public synchronized void openDoor() {
        if (listener.isClosed()) {
            // somebody who connected meanwhile may have been given this very port, for a moment
            listener = Awaitility.await("port " + port + " is free")
                    .atMost(Duration.ofSeconds(45))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                    .until(() -> listen(port), ServerSocket::isBound);
            serve(listener);
        }
        door = Door.OPEN;
    }

    /** Resets all connections. */
    public void resetAll() {
        links.forEach(Link::reset);
    }

    /** Resets those that have lost bytes, which is what becomes of them in the end. */
    public void resetLossy() {
        links.stream().filter(Link::isLossy).forEach(Link::reset);
    }

    /** Ends what goes this way on all connections, and leaves the other way alone. */
    public void halfClose(Way way) {
        links.forEach(link -> link.halfClose(way));
    }

    private static ServerSocket listen(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(ServerSocket socket) {
        acceptor = new Thread(() -> acceptAll(socket), "wire-" + port);
        acceptor.setDaemon(true);
        acceptor.start();
    }

    private void acceptAll(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                accept(socket.accept());
            } catch (IOException e) {
                // closed, or the client was gone before it was taken in
            }
        }
    }

    private void accept(Socket client) {
        accepted.incrementAndGet();
        if (door != Door.OPEN) {
            Sockets.abort(client);
            return;
        }
        Socket server = new Socket();
        try {
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort), CONNECT_MILLIS);
        } catch (IOException e) {
            Sockets.close(server);
            Sockets.abort(client); // as near to a refusal as can be once it was taken in
            return;
        }
        Link.noDelay(client);
        Link.noDelay(server);
        Link link = new Link(client, server, () -> weather, links::remove);
        links.add(link);
        link.start();
        if (gone) {
            link.reset(); // RACE: it was let in while the wire was taken away
        }
    }

    @Override
    public void close() {
        gone = true;
        closeDoor();
        resetAll();
    }
}
