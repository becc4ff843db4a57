package dev.sluice.batch.rows;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows of CSV. */
final class CsvRows implements RowReader {

    private final Utf8Text text;
    private final CsvRecords records;
    private List<String> columns = List.of();
    private long rows;

    private CsvRows(Utf8Text text, int longest) {
        this.text = text;
        records = new CsvRecords(text, longest);
    }

    static CsvRows open(InputStream in) throws BadInput, IOException {
        return open(in, Utf8Text.LONGEST);
    }

    static CsvRows open(InputStream in, int longest) throws BadInput, IOException {
        CsvRows rows = new CsvRows(new Utf8Text(in, longest), longest);
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
    public @Nullable Row next() throws IOException {
        CsvRecords.Parsed record = records.next();
        while (record != null && isBlank(record)) {
            record = records.next();
        }
        return record == null ? null : row(++rows, record);
    }

    private boolean isBlank(CsvRecords.Parsed record) {
        List<@Nullable String> values = record.values();
        return columns.size() > 1 && values.size() == 1 && values.get(0) == null;
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
            if (value != null && Utf8Text.isBroken(value)) {
                String problem = "column '" + columns.get(i) + "': " + Utf8Text.NOT_UTF8;
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
            // what was read was read
        }
    }
}
