package dev.sluice.batch.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * Writes lines to a file in groups. After a failed write, as on a full disk, the file ends with the last whole line.
 */
final class WholeLines implements AutoCloseable {

    private static final int BUFFER = 65_536;

    private final SeekableByteChannel file;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream(BUFFER);

    WholeLines(SeekableByteChannel file) {
        this.file = file;
    }

    void add(String line) throws IOException {
        waiting.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
        if (waiting.size() >= BUFFER) {
            flush();
        }
    }

    void flush() throws IOException {
        byte[] lines = waiting.toByteArray();
        waiting.reset();
        long before = position();
        ByteBuffer left = ByteBuffer.wrap(lines);
        try {
            while (left.hasRemaining()) {
                file.write(left);
            }
        } catch (IOException e) {
            cut(before, lines, left.position(), e);
            throw e;
        }
    }

    private long position() {
        try {
            return file.position();
        } catch (IOException e) {
            return 0; // a pipe has no position
        }
    }

    /** Truncates the file after the last whole line; a pipe or a device keeps all bytes written. */
    private void cut(long before, byte[] lines, int written, IOException reason) {
        int whole = written;
        while (whole > 0 && lines[whole - 1] != '\n') {
            whole--;
        }
        try {
            file.truncate(before + whole);
        } catch (IOException | UnsupportedOperationException e) {
            reason.addSuppressed(e);
        }
    }

    @Override
    public void close() throws IOException {
        try (file) {
            flush();
        }
    }
}
