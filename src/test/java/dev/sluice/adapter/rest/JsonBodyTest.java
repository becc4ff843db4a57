package dev.sluice.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.control.operation.OperationCatalogue;
import dev.sluice.control.operation.OperationEntry;
import dev.sluice.pool.operation.OperationName;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The body of a request")
@Tag("fast")
class JsonBodyTest {

    private static Map<?, ?> read(String body) {
        return JsonBody.read(new ByteArrayInputStream(body.getBytes(StandardCharsets.ISO_8859_1)), "with the rules");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|it is empty",
                "[1]|it is not a JSON object",
                "null|it is not a JSON object",
                "{\"a\":|it ends too early (line 1, column 6)",
                "{\"a\":\"b|it ends too early (line 1, column 8)",
                "{\"a\":1|it ends too early (line 1, column 7)",
                "{a:1}|a field name in double quotes is expected (line 1, column 2)",
                "{'a':1}|a field name in double quotes is expected (line 1, column 2)",
                "{\"a\":1,}|a field name in double quotes is expected (line 1, column 8)",
                "{\"a\" 1}|a colon is expected after the name of a field (line 1, column 6)",
                "{\"a\":1 \"b\":2}|a comma or the end is expected after a value (line 1, column 8)",
                "{\"a\":1]|a bracket closes that is not open (line 1, column 7)",
                "{\"a\":tru}|a JSON value is expected (line 1, column 6)",
                "{\"a\":.5}|a JSON value is expected (line 1, column 6)",
                "{\"a\":NaN}|a JSON value is expected (line 1, column 9)",
                "{\"a\":/* b */1}|it is not valid JSON (line 1, column 6)",
                "{\"a\":01}|a number is malformed (line 1, column 7)",
                "{\"a\":+5}|a number is malformed (line 1, column 7)",
                "{\"a\":\"\\x\"}|a backslash is followed by a character that is no escape (line 1, column 8)",
                "{\"a\":\"\u0001\"}|a control character in a text is not escaped (line 1, column 7)",
                "{\"a\":\"\u00ff\"}|it is not valid UTF-8 (line 1, column 8)",
                "{\"a\":1,\"a\":2}|the field 'a' occurs twice (line 1, column 11)",
                "{\"a\":[[[[[[[[1]]]]]]]]}|it is nested deeper than 8 levels",
                "{\"a\":1} x|text follows the JSON object (line 1, column 9)",
                "{\"a\":1}{\"b\":2}|text follows the JSON object (line 1, column 8)"
            })
    @DisplayName("is refused in plain English, with the place of the fault")
    void malformed(String body, String words) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> read(body));
        assertThat(refusal.getMessage()).isEqualTo("the body must be a JSON object with the rules: " + words);
    }

    @Test
    @DisplayName("may have space around its object")
    void space() {
        assertThat(read(" \n{\"a\": {\"b\": 1}}\n ")).isEqualTo(Map.of("a", Map.of("b", 1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":[1]}|a must be a text, a number, true or false",
                "{\"a\":{\"b\":1}}|a must be a text, a number, true or false",
                "{\"a\":\" \"}|a must not be blank"
            })
    @DisplayName("has a text, a number or a flag as the value of a parameter")
    void parameters(String body, String words) {
        Object value = read(body).get("a");
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> JsonBody.textNotBlank("a", value));
        assertThat(refusal.getMessage()).isEqualTo(words);
    }

    @Test
    @DisplayName("is refused with a field that the operation does not have, in the words for a query")
    void unknownField() {
        byte[] body = "{\"uri\":\"jdbc:h2:mem:x\"}".getBytes(StandardCharsets.UTF_8);
        OperationEntry entry = OperationCatalogue.entry(OperationName.ROTATE_CREDENTIALS);

        Refusal refusal =
                catchThrowableOfType(Refusal.class, () -> JsonBody.texts(new ByteArrayInputStream(body), entry));

        assertThat(refusal).hasMessageStartingWith("there is no parameter 'uri' here; known: ");
    }
}
