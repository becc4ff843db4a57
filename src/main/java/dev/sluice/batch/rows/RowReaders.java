package dev.sluice.batch.rows;

import java.io.IOException;
import java.io.InputStream;

/** Opens readers of rows. */
public final class RowReaders {

    private RowReaders() {}

    /**
     * Returns a reader for the usual spelling of a format, in UTF-8. The reader closes the stream, even if it cannot be
     * opened.
     *
     * @throws BadInput if the header is missing or cannot be used
     */
    public static RowReader open(InputStream in, RowFormat format) throws BadInput, IOException {
        return open(in, RowSyntax.of(format));
    }

    /**
     * Returns a reader. The reader closes the stream, even if it cannot be opened.
     *
     * @throws BadInput if the header is missing or cannot be used
     */
    public static RowReader open(InputStream in, RowSyntax syntax) throws BadInput, IOException {
        return switch (syntax.format()) {
            case CSV -> CsvRows.open(in, syntax);
            case NDJSON -> new NdjsonRows(in, syntax.charset());
        };
    }
}
