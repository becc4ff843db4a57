package dev.sluice.tcp;

import dev.sluice.time.Timer;
import dev.sluice.time.Timer.Scheduled;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * A socket that is connected. At most one thread reads and one writes at a time; any may end it, which ends what the
 * others do.
 */
final class Wire {

    private static final Duration FAREWELL = Duration.ofMillis(500);
    private static final int NOTHING = -1;

    private final Socket raw;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final Timer timer;
    private int early = NOTHING; // a byte that came while nobody read; the reader's own

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
        if (early != NOTHING) {
            buffer[offset] = (byte) early;
            early = NOTHING;
            return 1;
        }
        try {
            socket.setSoTimeout(millis);
            int count = in.read(buffer, offset, length);
            if (count < 0) {
                throw new EOFException("the other side has ended the connection");
            }
            return count;
        } catch (SocketTimeoutException e) {
            return 0;
        }
    }

    /** Looks, by whoever may read, whether the other side has ended the connection. */
    void look() throws IOException {
        byte[] one = new byte[1];
        if (early == NOTHING && read(one, 0, 1, 1) > 0) {
            early = one[0] & 0xFF;
        }
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
