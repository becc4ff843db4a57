package dev.sluice.tcp;

import dev.sluice.time.Timer;
import dev.sluice.time.Timer.Scheduled;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A socket that is connected. At most one thread reads and one writes at a time; any may end it, which ends what the
 * others do.
 */
final class Wire {

    private static final Duration FAREWELL = Duration.ofMillis(500);

    /** How much is kept of what comes while nobody reads. */
    private static final int AHEAD = 8192;

    private final Socket raw;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final Timer timer;

    // What came while nobody reads, and whether the end came after it. By whoever may read.
    private byte[] ahead = new byte[0];
    private int from;
    private int to;
    private boolean ended;

    private volatile boolean used;
    private volatile @Nullable String end;

    /**
     * Over a socket that is connected.
     *
     * @param raw what is closed when there is no time for a farewell
     * @param socket the same, or TLS over it
     */
    Wire(Socket raw, Socket socket, Timer timer) throws IOException {
        this.raw = raw;
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.timer = timer;
    }

    /**
     * Reads what is there, waiting for it if need be.
     *
     * @return how many bytes, zero if none came within so many milliseconds
     * @throws EOFException if the other side has ended the connection
     */
    int read(byte[] buffer, int offset, int length, int millis) throws IOException {
        if (hasUnread()) {
            int count = Math.min(length, to - from);
            System.arraycopy(ahead, from, buffer, offset, count);
            from += count;
            return count;
        }
        int count = ended ? -1 : await(buffer, offset, length, millis);
        if (count < 0) {
            ended = true;
            throw new EOFException(Failures.ENDED);
        }
        return count;
    }

    /** As a stream reads, but zero if nothing came in time. */
    private int await(byte[] buffer, int offset, int length, int millis) throws IOException {
        try {
            socket.setSoTimeout(millis);
            return in.read(buffer, offset, length);
        } catch (SocketTimeoutException e) {
            return 0;
        }
    }

    /** Looks, by whoever may read, whether the other side has ended the connection; takes a millisecond. */
    void look() throws IOException {
        if (makeRoom()) {
            keep(await(ahead, to, ahead.length - to, 1));
        }
    }

    /**
     * As {@link #look}, without a wait, by whoever may read and write. Over TLS it does not see the end of a connection
     * that nothing was said about.
     */
    void glance() throws IOException {
        SocketChannel channel = raw.getChannel();
        if (channel == null || socket != raw) {
            if (raw.getInputStream().available() > 0) {
                look();
            }
        } else if (makeRoom()) {
            channel.configureBlocking(false);
            try {
                keep(channel.read(ByteBuffer.wrap(ahead, to, ahead.length - to)));
            } finally {
                channel.configureBlocking(true);
            }
        }
    }

    /** Whether there is any for more of what nobody reads. */
    private boolean makeRoom() {
        if (!hasUnread()) {
            from = 0;
            to = 0;
        }
        if (ahead.length == 0) {
            ahead = new byte[AHEAD];
        }
        return !ended && to < ahead.length;
    }

    private void keep(int count) {
        if (count < 0) {
            ended = true;
        } else {
            to += count;
        }
    }

    /** Whether something came that nobody has read. By whoever may read. */
    boolean hasUnread() {
        return from < to;
    }

    /** Whether the other side has ended it, perhaps after something that nobody has read. By whoever may read. */
    boolean isEnded() {
        return ended;
    }

    /** An application begins to read or write. */
    void use() {
        used = true;
    }

    /** Whether an application has ever begun to read or write. */
    boolean isUsed() {
        return used;
    }

    /** It is over, because of that; what was said first stays. */
    void over(String why) {
        if (end == null) {
            end = why;
        }
    }

    /** Why it is over. */
    String end() {
        String why = end;
        return why == null ? "the connection was dialled anew" : why;
    }

    void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        out.flush();
    }

    Socket socket() {
        return socket;
    }

    /** Ends it at once, from any thread. */
    void abort() {
        quietly(raw::close);
    }

    /** Ends it, over TLS with a farewell if that can be sent soon. */
    void close() throws IOException {
        if (socket == raw) {
            raw.close();
            return;
        }
        Scheduled limit = timer.once(FAREWELL, this::abort);
        try {
            socket.close();
        } finally {
            limit.cancel();
            raw.close();
        }
    }

    /** Of something that is over anyway. */
    static void quietly(Closing closing) {
        try {
            closing.close();
        } catch (IOException ignored) {
            // it is gone all the same
        }
    }

    @FunctionalInterface
    interface Closing {
        void close() throws IOException;
    }
}
