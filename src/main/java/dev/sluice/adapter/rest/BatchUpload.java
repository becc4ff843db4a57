package dev.sluice.adapter.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Takes the rows of a batch from a request to the disk; no more of them is in memory than a buffer. */
final class BatchUpload {

    private static final int BUFFER = 65_536;

    private BatchUpload() {}

    /** All of it; a body that is larger, or breaks off, leaves nothing. */
    static void receive(InputStream body, Path file, long mostBytes) {
        boolean whole = false;
        try {
            copy(body, file, mostBytes);
            whole = true;
        } catch (IOException e) { // its message may name the file, which is nobody's business
            throw Refusal.of(ProblemType.BAD_BATCH, "the rows could not be received whole");
        } finally {
            if (!whole) {
                delete(file);
            }
        }
    }

    private static void copy(InputStream body, Path file, long mostBytes) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long received = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                received += n;
                if (received > mostBytes) {
                    throw Refusal.of(ProblemType.BODY_TOO_LARGE, "the rows may have " + mostBytes + " bytes at most");
                }
                out.write(buffer, 0, n);
            }
        }
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
