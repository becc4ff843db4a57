package dev.sluice.adapter.console;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * A file of the console as browsers receive it. Immutable, except that callers must not change the buffers.
 *
 * @param type the media type
 * @param tag the entity tag of the plain form, without quotes: a part of the SHA-256 of the content
 * @param plain the content
 * @param compressed the content, compressed by gzip
 */
record ConsoleFile(String type, String tag, Buffer plain, Buffer compressed) {

    private static final int TAG_LENGTH = 16;

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=UTF-8",
            "js", "text/javascript;charset=UTF-8",
            "css", "text/css;charset=UTF-8",
            "svg", "image/svg+xml",
            "txt", "text/plain;charset=UTF-8");

    /**
     * Creates a file of the given content.
     *
     * @throws IllegalArgumentException if the console has no files of that kind
     */
    static ConsoleFile of(String name, byte[] content) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null) {
            throw new IllegalArgumentException("no media type for " + name);
        }
        return new ConsoleFile(type, tagOf(content), Buffer.buffer(content), Buffer.buffer(gzip(content)));
    }

    private static String tagOf(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(hash).substring(0, TAG_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }

    /** Compresses as far as possible, because each file is compressed once. */
    private static final class SmallestOutputStream extends GZIPOutputStream {

        SmallestOutputStream(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new SmallestOutputStream(bytes)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
