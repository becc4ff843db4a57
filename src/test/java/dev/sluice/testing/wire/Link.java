package dev.sluice.testing.wire;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A connection through the wire: the client's socket, the server's socket, and the bytes between them. */
final class Link {

    private final Socket client;
    private final Socket server;
    private final Consumer<Link> onEnd;
    private final List<Pump> pumps;
    private final List<Thread> threads;
    private final Set<Way> finished = EnumSet.noneOf(Way.class); // Guarded by this
    private volatile boolean over;

    Link(Socket client, Socket server, Supplier<Weather> weather, Consumer<Link> onEnd) {
        this.client = client;
        this.server = server;
        this.onEnd = onEnd;
        this.pumps = List.of(new Pump(this, Way.TO_SERVER, weather), new Pump(this, Way.TO_CLIENT, weather));
        this.threads = pumps.stream().map(pump -> new Thread(pump, "wire-pump")).toList();
    }

    void start() {
        threads.forEach(thread -> {
            thread.setDaemon(true);
            thread.start();
        });
    }

    Socket from(Way way) {
        return way == Way.TO_SERVER ? client : server;
    }

    Socket to(Way way) {
        return way == Way.TO_SERVER ? server : client;
    }

    boolean isOver() {
        return over;
    }

    /** Returns whether the link swallowed bytes. */
    boolean isLossy() {
        return pumps.stream().anyMatch(Pump::isLossy);
    }

    /** Nothing more comes this way; the other way goes on. */
    void finished(Way way) throws IOException {
        boolean both;
        synchronized (this) {
            finished.add(way);
            both = finished.size() == Way.values().length;
        }
        if (both) {
            close();
        } else {
            to(way).shutdownOutput();
        }
    }

    /** Ends what goes this way, as if its sender had closed its half. */
    void halfClose(Way way) {
        try {
            to(way).shutdownOutput();
        } catch (IOException e) {
            // it has ended already
        }
    }

    /** Ends both sides in good order. */
    void close() {
        end();
    }

    /** Ends both sides with a reset. */
    void reset() {
        Sockets.abort(client);
        Sockets.abort(server);
        end();
    }

    private void end() {
        over = true;
        Sockets.close(client);
        Sockets.close(server);
        threads.forEach(LockSupport::unpark);
        onEnd.accept(this);
    }

    /** Sends written bytes at once, as drivers do. */
    static void noDelay(Socket socket) {
        try {
            socket.setTcpNoDelay(true);
        } catch (SocketException e) {
            // closed already: the first read will tell
        }
    }
}
