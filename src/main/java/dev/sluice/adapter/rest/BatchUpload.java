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

    /** Receives the whole body; a body that is larger, breaks off, or finds no space on the disk leaves no file. */
    static void receive(InputStream body, Path file, long mostBytes) {
        boolean whole = false;
        try (OutputStream out = open(file)) {
            copy(body, out, mostBytes);
            out.flush();
            whole = true;
        } catch (IOException e) { // its message may name the file, which is nobody's business
            throw noPlace();
        } finally {
            if (!whole) {
                delete(file);
            }
        }
    }

    private static OutputStream open(Path file) {
        try {
            return Files.newOutputStream(file);
        } catch (IOException e) {
            throw noPlace();
        }
    }

    static Refusal noPlace() {
        return Refusal.of(ProblemType.NO_PLACE, ProblemType.NO_PLACE.example());
    }

    private static void copy(InputStream body, OutputStream out, long mostBytes) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long received = 0;
        for (int n = read(body, buffer); n >= 0; n = read(body, buffer)) {
            received += n;
            if (received > mostBytes) {
                throw Refusal.of(ProblemType.BODY_TOO_LARGE, "the rows may have " + mostBytes + " bytes at most");
            }
            out.write(buffer, 0, n);
        }
    }

    private static int read(InputStream body, byte[] buffer) {
        try {
            return body.read(buffer);
        } catch (IOException e) {
            throw Refusal.of(ProblemType.BAD_BATCH, "the rows could not be received whole");
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
