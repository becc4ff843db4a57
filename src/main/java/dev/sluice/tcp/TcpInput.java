package dev.sluice.tcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/** The input of a connection, as a stream. */
final class TcpInput extends InputStream {

    private final TcpConnection connection;

    TcpInput(TcpConnection connection) {
        this.connection = connection;
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
            return connection.read(buffer, offset, length);
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
        connection.close();
    }
}
