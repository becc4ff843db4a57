package dev.sluice.adapter.rest;

import dev.sluice.time.Ticker;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes the rows of a batch from a request to the disk; the memory holds one buffer of them. */
final class BatchUpload {

    private static final int BUFFER = 65_536;

    /** The minimum number of bytes within each body timeout. */
    static final int LEAST_BYTES = 65_536;

    private static final List<String> TYPES = List.of("text/csv", "application/x-ndjson", "application/jsonl");

    private BatchUpload() {}

    /** Returns whether a request has rows in its body. */
    static boolean isFor(RoutingContext context) {
        String type =
                String.valueOf(context.request().getHeader("Content-Type")).split(";", 2)[0];
        return BatchesResource.PATH.equals(ApiRequests.pathOf(context))
                && TYPES.contains(type.strip().toLowerCase(Locale.ROOT));
    }

    /** Refuses compressed rows, which would otherwise be read without decompression and fail one by one. */
    static void requirePlain(@Nullable String encoding) {
        if (encoding != null && !encoding.strip().equalsIgnoreCase("identity")) {
            throw Refusal.of(
                    ProblemType.BODY_TYPE, "Content-Encoding is not supported: send the rows without compression");
        }
    }

    /** Returns the encoding that the Content-Type declares, by default UTF-8. Refuses an unknown encoding. */
    static Charset charset(String type) {
        String name = null;
        try {
            name = MediaType.valueOf(type).getParameters().get(MediaType.CHARSET_PARAMETER);
            return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw Refusal.of(
                    ProblemType.BODY_TYPE,
                    "the charset '" + (name == null ? type : name) + "' is not known here: send the rows as UTF-8");
        }
    }

    /**
     * Receives the whole body. A body that is too large, too slow, broken off, or larger than the space on the disk
     * leaves no file.
     */
    static void receive(InputStream body, Path file, long mostBytes, Duration timeout, Ticker ticker) {
        boolean whole = false;
        try (OutputStream out = open(file)) {
            copy(body, out, mostBytes, new UploadProgress(timeout, ticker));
            out.flush();
            whole = true;
        } catch (IOException e) { // the message may name the file, which the answer must not show
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

    private static void copy(InputStream body, OutputStream out, long mostBytes, UploadProgress progress)
            throws IOException {
        byte[] buffer = new byte[BUFFER];
        long received = 0;
        for (int n = read(body, buffer); n >= 0; n = read(body, buffer)) {
            received += n;
            if (received > mostBytes) {
                throw Refusal.of(ProblemType.BODY_TOO_LARGE, "the rows may have " + mostBytes + " bytes at most");
            }
            progress.add(n);
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

    /** Refuses a body that sends too little within a time, because its reader holds a worker thread. */
    private static final class UploadProgress {

        private final Duration timeout;
        private final Ticker ticker;
        private long since;
        private long bytes;

        UploadProgress(Duration timeout, Ticker ticker) {
            this.timeout = timeout;
            this.ticker = ticker;
            since = ticker.nanos();
        }

        void add(int received) {
            bytes += received;
            long now = ticker.nanos();
            if (bytes >= LEAST_BYTES) {
                since = now;
                bytes = 0;
            } else if (now - since > timeout.toNanos()) {
                throw Refusal.of(
                        ProblemType.BODY_TOO_SLOW,
                        "only " + bytes + " bytes of the rows arrived within " + timeout.toMillis() + " ms; "
                                + LEAST_BYTES + " are the least");
            }
        }
    }
}
