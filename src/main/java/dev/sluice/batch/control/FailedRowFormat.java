package dev.sluice.batch.control;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.batch.JobFailure;
import dev.sluice.batch.rows.BadInput;
import dev.sluice.batch.rows.Row;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The format of a file of failed rows: lines of JSON with the number and the problem, then the row as it was. So the
 * file can be repaired and given to a batch as it is.
 */
final class FailedRowFormat {

    /** The column with the number of the job. */
    static final String NUMBER = "sluice_row";

    /** The column that says why it has failed. */
    static final String PROBLEM = "sluice_problem";

    /** The column with the text of a row that could not be read. */
    static final String TEXT = "sluice_text";

    private static final Set<String> OURS = Set.of(NUMBER, PROBLEM, TEXT);

    private static final ObjectMapper JSON = new ObjectMapper();

    private FailedRowFormat() {}

    /** Returns the line of a failed job. */
    static String line(JobFailure failure) throws IOException {
        try (StringWriter text = new StringWriter();
                JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField(NUMBER, failure.job());
            json.writeStringField(PROBLEM, failure.reason());
            if (failure.item() instanceof Row row) {
                write(json, row);
            }
            json.writeEndObject();
            json.flush();
            return text.toString();
        }
    }

    private static void write(JsonGenerator json, Row row) throws IOException {
        if (row.problem() == null) {
            for (int i = 0; i < row.values().size(); i++) {
                String column = row.columns().get(i);
                if (!column.equals(NUMBER) && !column.equals(PROBLEM)) {
                    json.writeObjectField(column, plain(row.values().get(i)));
                }
            }
        } else if (row.text() != null) {
            json.writeStringField(TEXT, row.text());
        }
    }

    /** Returns the value as JSON can express it; other values become text. */
    private static @Nullable Object plain(@Nullable Object value) {
        if (value == null
                || value instanceof Boolean
                || value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof BigInteger
                || value instanceof BigDecimal) {
            return value;
        }
        return value instanceof byte[] bytes ? "\\x" + HexFormat.of().formatHex(bytes) : value.toString();
    }

    /**
     * Returns the row without Sluice's own columns, at any position: a tool that repaired the file may have moved them.
     */
    static Row original(Row row) throws BadInput {
        if (!row.has(NUMBER) || !(row.value(NUMBER) instanceof Long number)) {
            throw new BadInput(row.at("column '" + NUMBER + "': is not a whole number"));
        }
        if (row.columns().contains(TEXT)) {
            return Row.unreadable(
                    number, List.of(), String.valueOf(row.value(PROBLEM)), String.valueOf(row.value(TEXT)));
        }
        List<String> columns = new ArrayList<>();
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < row.columns().size(); i++) {
            if (!OURS.contains(row.columns().get(i))) {
                columns.add(row.columns().get(i));
                values.add(row.values().get(i));
            }
        }
        return Row.of(number, columns, values);
    }
}
