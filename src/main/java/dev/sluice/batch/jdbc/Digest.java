package dev.sluice.batch.jdbc;

import dev.sluice.batch.Chunk;
import dev.sluice.batch.rows.Row;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/** Digests that differ for different content, and are the same in every process. */
public final class Digest {

    private Digest() {}

    /** Returns the digest of the jobs of a chunk, which detects accidental changes. */
    public static long of(Chunk<?> chunk) {
        CRC32C digest = new CRC32C();
        for (Object item : chunk.items()) {
            digest.update(content(item).getBytes(StandardCharsets.UTF_8));
            digest.update('\n');
        }
        return digest.getValue();
    }

    private static String content(Object item) {
        return item instanceof Row row ? row.columns() + " " + values(row) + row.problem() : item.toString();
    }

    /** Returns the values in a printable form, because an array prints its identity, not its content. */
    private static List<?> values(Row row) {
        return row.values().stream()
                .map(value -> value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(value))
                .toList();
    }

    /** Returns the digest of a text, as 64 characters. */
    static String of(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has this algorithm
        }
    }
}
