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
 * A connected socket. At most one thread reads and one thread writes at a time. Any thread may close the socket, which
 * ends the calls of the others.
 */
final class ConnectedSocket {

    private static final Duration FAREWELL = Duration.ofMillis(500);

    /** The maximum number of bytes kept that arrive while no thread reads. */
    private static final int AHEAD = 8192;

    private final Socket raw;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final Timer timer;

    // Bytes that arrived while no thread read, and whether the end followed. Accessed only by a thread that may read.
    private byte[] ahead = new byte[0];
    private int from;
    private int to;
    private boolean ended;

    private volatile boolean used;
    private volatile @Nullable String end;

    /**
     * Wraps a connected socket.
     *
     * @param raw the socket that is closed if there is no time for a closing message
     * @param socket the same socket, or TLS over it
     */
    ConnectedSocket(Socket raw, Socket socket, Timer timer) throws IOException {
        this.raw = raw;
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.timer = timer;
    }

    /**
     * Reads the bytes that have arrived, or waits for the first.
     *
     * @return the number of bytes, or zero if none arrived within {@code millis} milliseconds
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
            throw new EOFException(FailureTexts.ENDED);
        }
        return count;
    }

    /** Reads from the stream, but returns zero if no data arrived in time. */
    private int await(byte[] buffer, int offset, int length, int millis) throws IOException {
        try {
            socket.setSoTimeout(millis);
            return in.read(buffer, offset, length);
        } catch (SocketTimeoutException e) {
            return 0;
        }
    }

    /**
     * Checks whether the other side has ended the connection; takes a millisecond. Called only by a thread that may
     * read.
     */
    void checkEnd() throws IOException {
        if (makeRoom()) {
            keep(await(ahead, to, ahead.length - to, 1));
        }
    }

    /**
     * Checks as {@link #checkEnd} does, without a wait. Called only by a thread that may read and write. Over TLS, an end
     * of the connection without a closing message is not detected.
     */
    void glance() throws IOException {
        SocketChannel channel = raw.getChannel();
        if (channel == null || socket != raw) {
            if (raw.getInputStream().available() > 0) {
                checkEnd();
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

    /** Returns whether there is room for more unread data. */
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

    /** Returns whether data arrived that is still unread. Called only by a thread that may read. */
    boolean hasUnread() {
        return from < to;
    }

    /**
     * Returns whether the other side has ended the connection, perhaps after unread data. Called only by a thread that
     * may read.
     */
    boolean isEnded() {
        return ended;
    }

    /** Marks that an application begins to read or write. */
    void use() {
        used = true;
    }

    /** Returns whether an application has ever begun to read or write. */
    boolean isUsed() {
        return used;
    }

    /** Records why the connection is over; later reasons are ignored. */
    void over(String why) {
        if (end == null) {
            end = why;
        }
    }

    /** Returns the reason why the connection is over. */
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

    /** Closes the connection at once, from any thread. */
    void abort() {
        quietly(raw::close);
    }

    /** Closes the connection, over TLS with a closing message if it can be sent within {@code FAREWELL}. */
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

    /** Closes without reporting a failure, because the connection is over anyway. */
    static void quietly(Closing closing) {
        try {
            closing.close();
        } catch (IOException ignored) {
            // the connection is gone nevertheless
        }
    }

    @FunctionalInterface
    interface Closing {
        void close() throws IOException;
    }
}
