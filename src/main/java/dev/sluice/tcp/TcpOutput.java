package dev.sluice.tcp;

import java.io.IOException;
import java.io.OutputStream;

/** The output of a connection, as a stream. */
final class TcpOutput extends OutputStream {

    private final TcpConnection connection;

    TcpOutput(TcpConnection connection) {
        this.connection = connection;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            connection.write(bytes, offset, length);
        } catch (InterruptedException e) {
            throw TcpInput.interrupted(e);
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
