package dev.sluice.adapter.rest;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.sluice.value.GivenText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Describes the fault of a JSON document, with its place. The parser's own messages name its classes and options. */
final class JsonFault {

    private static final Pattern TWICE = Pattern.compile("Duplicate field '(.*)'", Pattern.DOTALL);

    /** Parts of the parser's messages with their meanings; the first part that occurs counts. */
    private static final Map<String, String> WORDS = words();

    private JsonFault() {}

    private static Map<String, String> words() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("start field name", "a field name in double quotes is expected");
        words.put("colon to separate", "a colon is expected after the name of a field");
        words.put("comma to separate", "a comma or the end is expected after a value");
        words.put("close marker", "a bracket closes that is not open");
        words.put("numeric value", "a number is malformed");
        words.put("Leading zeroes", "a number is malformed");
        words.put("character escape", "a backslash is followed by a character that is no escape");
        words.put("unquoted character", "a control character in a text is not escaped");
        words.put("UTF-8", "it is not valid UTF-8");
        words.put("UTF-32", "it is not valid UTF-8");
        words.put("valid value", "a JSON value is expected");
        words.put("token", "a JSON value is expected");
        return words;
    }

    static String of(JsonProcessingException e) {
        return reason(e) + at(e.getLocation());
    }

    private static String reason(JsonProcessingException e) {
        String message = String.valueOf(e.getOriginalMessage());
        Matcher twice = TWICE.matcher(message);
        if (twice.matches()) {
            return "the field '" + GivenText.name(twice.group(1)) + "' occurs twice";
        }
        if (e instanceof JsonEOFException) {
            return "it ends too early";
        }
        if (e instanceof StreamConstraintsException) {
            return message.contains("depth")
                    ? "it is nested deeper than " + JsonBody.DEEPEST + " levels"
                    : "a name or a number is too long";
        }
        return WORDS.entrySet().stream()
                .filter(each -> message.contains(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("it is not valid JSON");
    }

    /** Returns a position as the end of a message. */
    static String at(@Nullable JsonLocation at) {
        return at == null || at.getLineNr() < 1
                ? ""
                : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
    }
}
