package dev.sluice.batch.rows;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.QuoteMode;
import org.jspecify.annotations.Nullable;

/** Rows of CSV. */
final class CsvRows implements RowReader {

    // this mode has the parser tell "" from an empty value, which it makes null
    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setQuoteMode(QuoteMode.ALL_NON_NULL).get();

    private final Utf8Text text;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private List<String> columns = List.of();
    private long rows;

    private CsvRows(Utf8Text text) throws IOException {
        this.text = text;
        parser = CSVParser.builder().setReader(text).setFormat(FORMAT).get();
        records = parser.iterator();
    }

    static CsvRows open(InputStream in) throws BadInput, IOException {
        return open(in, Utf8Text.LONGEST);
    }

    static CsvRows open(InputStream in, int longest) throws BadInput, IOException {
        CsvRows rows = new CsvRows(new Utf8Text(in, longest));
        try {
            rows.columns = rows.header();
            return rows;
        } catch (Exception | Error e) {
            rows.close();
            throw e;
        }
    }

    private List<String> header() throws BadInput, IOException {
        @Nullable String[] names = record("the header");
        if (names == null) {
            throw new BadInput("there is no header");
        }
        List<String> header = new ArrayList<>(names.length);
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            String stripped = name == null ? "" : name.strip();
            if (stripped.isEmpty()) {
                throw new BadInput("the header has no name for column " + (header.size() + 1));
            }
            if (Utf8Text.isBroken(stripped)) {
                throw new BadInput("the header's name for column " + (header.size() + 1) + " " + Utf8Text.NOT_UTF8);
            }
            if (!seen.add(stripped)) {
                throw new BadInput("the header has '" + stripped + "' twice");
            }
            header.add(stripped);
        }
        return List.copyOf(header);
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public @Nullable Row next() throws BadInput, IOException {
        String where = "row " + (rows + 1);
        @Nullable String[] values = record(where);
        while (values != null && isBlank(values)) {
            values = record(where);
        }
        return values == null ? null : row(++rows, values);
    }

    private boolean isBlank(@Nullable String[] values) {
        return columns.size() > 1 && values.length == 1 && values[0] == null;
    }

    private Row row(long number, @Nullable String[] values) {
        if (values.length != columns.size()) {
            String count = values.length == 1 ? "1 value" : values.length + " values";
            return Row.unreadable(number, columns, "has " + count + ", the header has " + columns.size());
        }
        for (int i = 0; i < values.length; i++) {
            String value = values[i];
            if (value != null && Utf8Text.isBroken(value)) {
                return Row.unreadable(number, columns, "column '" + columns.get(i) + "': " + Utf8Text.NOT_UTF8);
            }
        }
        return new Row(number, columns, Arrays.asList((@Nullable Object[]) values), null);
    }

    private @Nullable String @Nullable [] record(String where) throws BadInput, IOException {
        text.recordBegins();
        try {
            return records.hasNext() ? records.next().values() : null;
        } catch (UncheckedIOException e) {
            IOException cause = e.getCause();
            if (cause instanceof Utf8Text.TooLong) {
                throw new BadInput(where + ": " + cause.getMessage() + "; is a quote not closed?");
            }
            if (cause instanceof CSVException) { // its message is the parser's own language
                throw new BadInput(where + ": "
                        + (text.isEnded() ? "a quote is not closed" : "a closing quote is followed by text"));
            }
            throw cause;
        }
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            // what was read was read
        }
    }
}
