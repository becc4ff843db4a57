package dev.sluice.adapter.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.control.operation.OperationEntry;
import dev.sluice.control.policy.PolicyRules;
import dev.sluice.value.GivenText;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the body of a request: a JSON object of at most {@value #MOST_BYTES} bytes, without duplicate keys. The mapper
 * is separate, so that the mapper of the embedding application does not change the meaning.
 */
final class JsonBody {

    static final int MOST_BYTES = 65_536;

    /** The maximum depth of nested objects and arrays. */
    static final int DEEPEST = 8;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build());

    private JsonBody() {}

    /** Reads the rules of a policy. */
    static PolicyRules rules(InputStream body) {
        return PolicyRules.ofTree(read(body, "with the rules"));
    }

    /**
     * Reads a JSON object.
     *
     * @param about the expected content, for a refusal
     */
    static Map<?, ?> read(InputStream body, String about) {
        try {
            byte[] bytes = body.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw Refusal.of(ProblemType.BODY_TOO_LARGE, ProblemType.BODY_TOO_LARGE.example());
            }
            return object(bytes, about);
        } catch (JsonProcessingException e) {
            throw malformed(about, JsonFault.of(e));
        } catch (IOException e) {
            throw malformed(about, "it cannot be read as text");
        }
    }

    private static Map<?, ?> object(byte[] bytes, String about) throws IOException {
        try (JsonParser parser = JSON.createParser(bytes)) {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT) {
                throw malformed(about, first == null ? "it is empty" : "it is not a JSON object");
            }
            Map<?, ?> object = JSON.readValue(parser, Map.class);
            refuseMore(parser, about);
            return object;
        }
    }

    private static void refuseMore(JsonParser parser, String about) throws IOException {
        JsonLocation at;
        try {
            if (parser.nextToken() == null) {
                return;
            }
            at = parser.currentTokenLocation();
        } catch (JsonProcessingException e) { // the document has no token
            at = e.getLocation();
        }
        throw malformed(about, "text follows the JSON object" + JsonFault.at(at));
    }

    /** Returns the fields of the object as texts for the parameters of an operation. */
    static Map<String, String> texts(InputStream body, OperationEntry entry) {
        List<String> known = entry.parameterNames();
        Map<String, String> texts = new LinkedHashMap<>();
        read(body, "with the parameters of " + entry.name()).forEach((field, value) -> {
            String name = String.valueOf(field);
            if (!known.contains(name)) {
                throw Refusal.unknownParameter(name, known);
            }
            if (value != null) {
                texts.put(name, textNotBlank(name, value));
            }
        });
        return texts;
    }

    /** Returns the value of a field as text. Refuses an object and a list. */
    static String text(String name, Object value) {
        if (value instanceof Map || value instanceof List) {
            throw bad(name, "must be a text, a number, true or false");
        }
        return value.toString();
    }

    /** Returns the value of a field as text. Refuses an object, a list and a blank text. */
    static String textNotBlank(String name, Object value) {
        String text = text(name, value);
        if (text.isBlank()) {
            throw bad(name, "must not be blank");
        }
        return text;
    }

    private static Refusal bad(String name, String rule) {
        String shown = GivenText.name(name);
        return Refusal.parameter(ProblemType.BAD_PARAMETER, shown, shown + " " + rule);
    }

    private static Refusal malformed(String about, String why) {
        return Refusal.of(ProblemType.MALFORMED_BODY, "the body must be a JSON object " + about + ": " + why);
    }
}
