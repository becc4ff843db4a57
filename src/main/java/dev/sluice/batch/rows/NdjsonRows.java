package dev.sluice.batch.rows;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads rows of NDJSON. */
final class NdjsonRows implements RowReader {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final int MOST_KEPT = 65_536;

    private final EncodedText text;
    private final BufferedReader lines;
    private List<String> columns = List.of();
    private long rows;

    NdjsonRows(InputStream in, Charset charset) {
        this(in, charset, EncodedText.LONGEST);
    }

    NdjsonRows(InputStream in, int longest) {
        this(in, StandardCharsets.UTF_8, longest);
    }

    private NdjsonRows(InputStream in, Charset charset, int longest) {
        text = new EncodedText(in, charset, longest);
        lines = new BufferedReader(text);
    }

    /** Signals a line that is no row, with the reason. */
    private static final class Unreadable extends Exception {

        private static final long serialVersionUID = 1L;

        final String problem;

        Unreadable(String problem) {
            super(problem, null, false, false);
            this.problem = problem;
        }
    }

    @Override
    public List<String> columns() {
        return List.of();
    }

    @Override
    public @Nullable Row next() throws IOException {
        try {
            String line = line();
            while (line != null && line.isBlank()) {
                line = line();
            }
            return line == null ? null : row(++rows, line);
        } catch (EncodedText.TooLong e) {
            skipLine();
            return Row.unreadable(++rows, List.of(), String.valueOf(e.getMessage()));
        }
    }

    private @Nullable String line() throws IOException {
        text.recordBegins();
        return lines.readLine();
    }

    private void skipLine() throws IOException {
        int c;
        do {
            text.recordBegins();
            c = lines.read();
        } while (c >= 0 && c != '\n' && c != '\r');
    }

    private Row row(long number, String line) throws IOException {
        boolean broken = EncodedText.isBroken(line);
        try {
            Map<String, @Nullable Object> members = members(line);
            if (broken) {
                throw new Unreadable(column(members, EncodedText::isBroken) + text.notValid());
            }
            if (line.contains("\\u") && !column(members, NdjsonRows::isHalf).isEmpty()) {
                throw new Unreadable(column(members, NdjsonRows::isHalf) + "is not valid Unicode");
            }
            List<String> names = List.copyOf(members.keySet());
            columns = names.equals(columns) ? columns : names;
            return new Row(number, columns, new ArrayList<>(members.values()), null);
        } catch (Unreadable e) {
            return Row.unreadable(number, List.of(), e.problem, kept(line));
        } catch (JsonProcessingException e) { // the message of the exception would show a part of the line
            return Row.unreadable(number, List.of(), broken ? text.notValid() : "is not valid JSON", kept(line));
        }
    }

    private static @Nullable String kept(String line) {
        return line.length() > MOST_KEPT ? null : line;
    }

    /** Returns the first column with a matching text, as the beginning of a problem, or an empty text. */
    private static String column(Map<String, @Nullable Object> members, Predicate<String> what) {
        for (Map.Entry<String, @Nullable Object> each : members.entrySet()) {
            if (each.getValue() instanceof String value && what.test(value) && !what.test(each.getKey())) {
                return "column '" + each.getKey() + "': ";
            }
        }
        return "";
    }

    /** Returns whether the text contains half of a surrogate pair: an escape can express that, UTF-8 cannot. */
    private static boolean isHalf(String text) {
        return text.codePoints().anyMatch(each -> each >= Character.MIN_SURROGATE && each <= Character.MAX_SURROGATE);
    }

    private static Map<String, @Nullable Object> members(String line) throws IOException, Unreadable {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new Unreadable("is not a JSON object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (members.containsKey(name)) {
                    throw new Unreadable("column '" + name + "': occurs twice");
                }
                members.put(name, value(json));
            }
            if (json.nextToken() != null) {
                throw new Unreadable("has text after its JSON object");
            }
        }
        return members;
    }

    private static @Nullable Object value(JsonParser json) throws IOException {
        return switch (json.nextToken()) {
            case VALUE_NULL -> null;
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT ->
                json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? json.getBigIntegerValue()
                        : (Object) json.getLongValue();
            case VALUE_NUMBER_FLOAT -> json.getDecimalValue();
            case VALUE_STRING -> json.getText();
            default -> JSON.readTree(json).toString();
        };
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            // the rows were read before
        }
    }
}
