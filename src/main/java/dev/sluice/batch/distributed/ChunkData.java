package dev.sluice.batch.distributed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.batch.Chunk;
import dev.sluice.batch.rows.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Converts a chunk to bytes and back, with the same numbers, columns, problems, and types of values. The form is JSON;
 * the names of columns are written once while they stay the same.
 */
final class ChunkData {

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build());

    private ChunkData() {}

    static byte[] write(Chunk<Row> chunk) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("chunk", chunk.number());
            json.writeNumberField("first", chunk.firstJob());
            json.writeArrayFieldStart("rows");
            List<String> columns = List.of();
            for (Row row : chunk.items()) {
                write(json, row, row.columns().equals(columns));
                columns = row.columns();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // writing to memory does not fail
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, Row row, boolean asBefore) throws IOException {
        json.writeStartObject();
        json.writeNumberField("n", row.number());
        if (!asBefore) {
            json.writeArrayFieldStart("c");
            for (String column : row.columns()) {
                json.writeString(column);
            }
            json.writeEndArray();
        }
        if (row.problem() != null) {
            json.writeStringField("p", row.problem());
            if (row.text() != null) {
                json.writeStringField("t", row.text());
            }
        } else {
            json.writeArrayFieldStart("v");
            for (Object value : row.values()) {
                write(json, value);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else {
            ValueKind kind = ValueKind.of(value);
            json.writeStartObject();
            json.writeStringField(kind.name(), kind.text(value));
            json.writeEndObject();
        }
    }

    /** Reads a chunk. Throws if the bytes are not a result of {@link #write}. */
    static Chunk<Row> read(byte @Nullable [] bytes) throws CannotRead {
        try {
            JsonNode chunk = JSON.readTree(bytes);
            List<Row> rows = new ArrayList<>();
            List<String> columns = List.of();
            for (JsonNode row : chunk.required("rows")) {
                columns = row.has("c") ? texts(row.required("c")) : columns;
                rows.add(row(row, columns));
            }
            return new Chunk<>(number(chunk, "chunk"), number(chunk, "first"), rows);
        } catch (IOException | RuntimeException e) { // any failure of Jackson or of a conversion
            throw new CannotRead("its rows cannot be read", e);
        }
    }

    private static long number(JsonNode object, String name) {
        JsonNode number = object.required(name);
        if (!number.isIntegralNumber()) {
            throw new IllegalArgumentException(name + " is no number");
        }
        return number.longValue();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.textValue()));
        return List.copyOf(texts);
    }

    private static Row row(JsonNode row, List<String> columns) {
        long number = number(row, "n");
        if (row.has("p")) {
            return Row.unreadable(
                    number,
                    columns,
                    row.required("p").textValue(),
                    row.path("t").textValue());
        }
        List<@Nullable Object> values = new ArrayList<>();
        row.required("v").forEach(each -> values.add(value(each)));
        return Row.of(number, columns, values);
    }

    private static @Nullable Object value(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL -> null;
            case STRING -> value.textValue();
            case BOOLEAN -> value.booleanValue();
            case NUMBER -> value.longValue();
            default -> {
                String kind = value.fieldNames().next();
                yield ValueKind.valueOf(kind).value(value.required(kind).textValue());
            }
        };
    }
}
