package dev.sluice.tcp;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/** The input of a connection, as a stream. */
final class TcpInput extends InputStream {

    private final Read read;
    private final Closeable end;

    /** A read of the connection. */
    @FunctionalInterface
    interface Read {
        int into(byte[] buffer, int offset, int length) throws IOException, InterruptedException;
    }

    /** Creates a stream of these reads; {@code end} runs on close. */
    TcpInput(Read read, Closeable end) {
        this.read = read;
        this.end = end;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        read(one, 0, 1);
        return one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            return read.into(buffer, offset, length);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    static IOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        IOException told = new InterruptedIOException("interrupted");
        told.initCause(cause);
        return told;
    }

    @Override
    public void close() throws IOException {
        end.close();
    }
}
