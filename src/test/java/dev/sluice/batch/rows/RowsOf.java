package dev.sluice.batch.rows;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Rows of a text. */
final class RowsOf {

    private RowsOf() {}

    /** Each character is a byte, so that a text can be one that is not UTF-8. */
    static InputStream bytes(String latin1) {
        return new ByteArrayInputStream(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    static InputStream utf8(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    static List<Row> csv(String text) throws Exception {
        return all(RowReaders.open(utf8(text), RowFormat.CSV));
    }

    static List<Row> ndjson(String text) throws Exception {
        return all(RowReaders.open(utf8(text), RowFormat.NDJSON));
    }

    static List<Row> all(RowReader rows) throws Exception {
        try (rows) {
            List<Row> all = new ArrayList<>();
            for (Row row = rows.next(); row != null; row = rows.next()) {
                all.add(row);
            }
            return all;
        }
    }
}
