package dev.sluice.batch.rows;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads rows of CSV. */
final class CsvRows implements RowReader {

    private final EncodedText text;
    private final CsvRecords records;
    private List<String> columns = List.of();
    private long rows;

    private CsvRows(InputStream in, RowSyntax syntax, int longest) {
        text = new EncodedText(in, syntax.charset(), longest);
        records = new CsvRecords(text, syntax, longest);
    }

    static CsvRows open(InputStream in, RowSyntax syntax) throws BadInput, IOException {
        return open(in, syntax, EncodedText.LONGEST);
    }

    static CsvRows open(InputStream in, int longest) throws BadInput, IOException {
        return open(in, RowSyntax.of(RowFormat.CSV), longest);
    }

    private static CsvRows open(InputStream in, RowSyntax syntax, int longest) throws BadInput, IOException {
        CsvRows rows = new CsvRows(in, syntax, longest);
        try {
            rows.columns = rows.header();
            return rows;
        } catch (Exception | Error e) {
            rows.close();
            throw e;
        }
    }

    private List<String> header() throws BadInput, IOException {
        CsvRecords.Parsed record = records.next();
        if (record == null) {
            throw new BadInput("there is no header");
        }
        if (record.problem() != null) {
            throw new BadInput("the header: " + record.problem());
        }
        List<@Nullable String> names = record.values();
        List<String> header = new ArrayList<>(names.size());
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            String stripped = name == null ? "" : name.strip();
            if (stripped.isEmpty()) {
                throw new BadInput("the header has no name for column " + (header.size() + 1));
            }
            if (EncodedText.isBroken(stripped)) {
                throw new BadInput("the header's name for column " + (header.size() + 1) + " " + text.notValid());
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
    public @Nullable Row next() throws IOException {
        CsvRecords.Parsed record = records.next();
        while (record != null && isBlank(record)) {
            record = records.next();
        }
        return record == null ? null : row(++rows, record);
    }

    private boolean isBlank(CsvRecords.Parsed record) {
        List<@Nullable String> values = record.values();
        return columns.size() > 1 && values.size() == 1 && records.isEmpty();
    }

    private Row row(long number, CsvRecords.Parsed record) {
        List<@Nullable String> values = record.values();
        if (record.problem() != null) {
            return Row.unreadable(number, columns, record.problem(), record.line());
        }
        if (values.size() != columns.size()) {
            String count = values.size() == 1 ? "1 value" : values.size() + " values";
            return Row.unreadable(
                    number, columns, "has " + count + ", the header has " + columns.size(), records.text());
        }
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i);
            if (value != null && EncodedText.isBroken(value)) {
                String problem = "column '" + columns.get(i) + "': " + text.notValid();
                return Row.unreadable(number, columns, problem, records.text());
            }
        }
        return new Row(number, columns, new ArrayList<>(values), null);
    }

    @Override
    public void close() {
        try {
            text.close();
        } catch (IOException e) {
            // the rows were read before
        }
    }
}
