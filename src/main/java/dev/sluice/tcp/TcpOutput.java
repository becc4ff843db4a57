package dev.sluice.tcp;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** The output of a connection, as a stream. */
final class TcpOutput extends OutputStream {

    private final Write write;
    private final Closeable end;

    /** A write to the connection. */
    @FunctionalInterface
    interface Write {
        void from(byte[] bytes, int offset, int length) throws IOException, InterruptedException;
    }

    /** Creates a stream of these writes; {@code end} runs on close. */
    TcpOutput(Write write, Closeable end) {
        this.write = write;
        this.end = end;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            write.from(bytes, offset, length);
        } catch (InterruptedException e) {
            throw TcpInput.interrupted(e);
        }
    }

    @Override
    public void close() throws IOException {
        end.close();
    }
}
