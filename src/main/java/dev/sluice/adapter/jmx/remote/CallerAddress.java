package dev.sluice.adapter.jmx.remote;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The open sockets of a connector, and the addresses of their clients. Thread-safe.
 *
 * <p>The registry of RMI lets every process of this machine replace the object that it names, and so receive the
 * passwords of the next logins. It refuses only callers of unknown origin, which means the unspecified address. So RMI
 * sees each client at the unspecified address, with a number as scope, and the true address is kept here.
 */
final class CallerAddress {

    private static final byte[] UNSPECIFIED = new byte[16];
    private static final String UNKNOWN = "unknown";

    /** Clients of RMI leave a connection idle for at most 15 s, and then open another one. */
    private static final int MOST_IDLE_MILLIS = 30_000;

    private final int most;
    private final AtomicInteger last = new AtomicInteger();
    private final Map<Integer, String> addresses = new ConcurrentHashMap<>();

    /**
     * Creates an empty list.
     *
     * @param most maximum number of open sockets
     */
    CallerAddress(int most) {
        this.most = most;
    }

    /** Returns a socket that is not connected yet, and hides the address of its peer. */
    HidingSocket socket() throws IOException {
        return new HidingSocket();
    }

    /** Returns the address of the client that RMI reports as this host. */
    String of(String host) {
        int scope = host.lastIndexOf('%');
        try {
            return scope < 0 ? UNKNOWN : addresses.getOrDefault(Integer.valueOf(host.substring(scope + 1)), UNKNOWN);
        } catch (NumberFormatException e) {
            return UNKNOWN;
        }
    }

    /** Returns the number of open sockets. */
    int open() {
        return addresses.size();
    }

    /** A socket whose peer has the unspecified address. */
    final class HidingSocket extends Socket {

        private final int number = last.updateAndGet(previous -> previous == Integer.MAX_VALUE ? 1 : previous + 1);

        private HidingSocket() throws IOException {
            super((SocketImpl) null);
        }

        /** Returns whether the connected socket may be used; if not, there are too many. */
        boolean enter() {
            addresses.put(number, super.getInetAddress().getHostAddress());
            return addresses.size() <= most;
        }

        @Override
        public @Nullable InetAddress getInetAddress() {
            try {
                return super.getInetAddress() == null ? null : Inet6Address.getByAddress(null, UNSPECIFIED, number);
            } catch (UnknownHostException e) {
                throw new IllegalStateException(e); // the length of the address is right
            }
        }

        /** Sets the timeout of reads, at most 30 s. RMI has two hours, in which idle clients would take all places. */
        @Override
        public void setSoTimeout(int millis) throws SocketException {
            super.setSoTimeout(millis == 0 ? MOST_IDLE_MILLIS : Math.min(millis, MOST_IDLE_MILLIS));
        }

        @Override
        public synchronized void close() throws IOException {
            addresses.remove(number);
            super.close();
        }
    }
}
