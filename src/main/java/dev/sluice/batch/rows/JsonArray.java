package dev.sluice.batch.rows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a value of a row that is the text of a JSON array. */
public final class JsonArray {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private JsonArray() {}

    /**
     * Returns the elements: a list for each inner array, null for null, and a text for any other element. The text of a
     * string is its content; the text of a number, a boolean or an object is its JSON.
     *
     * @return the elements, or null if the text is no JSON array
     */
    public static @Nullable List<@Nullable Object> elements(String text) {
        try {
            JsonNode array = JSON.readTree(text);
            return array.isArray() ? elements(array) : null;
        } catch (JsonProcessingException e) { // the message of the exception would show a part of the value
            return null;
        }
    }

    private static List<@Nullable Object> elements(JsonNode array) {
        List<@Nullable Object> elements = new ArrayList<>(array.size());
        for (JsonNode element : array) {
            elements.add(element.isArray() ? elements(element) : text(element));
        }
        return elements;
    }

    private static @Nullable String text(JsonNode element) {
        if (element.isNull()) {
            return null;
        }
        return element.isTextual() ? element.textValue() : element.toString();
    }
}
