package dev.sluice.batch.rows;

import dev.sluice.value.BadValue;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The exact spelling of rows.
 *
 * @param format the format
 * @param charset the encoding of the text
 * @param delimiter the character between two values of CSV
 * @param nullText the unquoted text that represents null in CSV; if this is null, an empty value represents null
 */
public record RowSyntax(
        RowFormat format,
        Charset charset,
        char delimiter,
        @Nullable String nullText) {

    private static final char COMMA = ',';
    /** Maximum number of characters of the text for null. */
    public static final int LONGEST_NULL = 64;

    /** Checks the values; the exception begins with the name of the setting. */
    public RowSyntax {
        if (isQuoteOrLineEnd(delimiter)) {
            throw BadValue.of("delimiter", "must not be a double quote or a line end");
        }
        if (nullText != null && (nullText.isEmpty() || nullText.length() > LONGEST_NULL)) {
            throw BadValue.of("null", "must have 1 to " + LONGEST_NULL + " characters");
        }
        char separator = delimiter;
        if (nullText != null && nullText.chars().anyMatch(c -> c == separator || isQuoteOrLineEnd((char) c))) {
            throw BadValue.ofText("null", "must have no delimiter, double quote and line end in it", nullText);
        }
    }

    /** Returns the usual spelling of a format: UTF-8, commas, and an empty value for null. */
    public static RowSyntax of(RowFormat format) {
        return new RowSyntax(format, StandardCharsets.UTF_8, COMMA, null);
    }

    private static boolean isQuoteOrLineEnd(char c) {
        return c == '"' || c == '\n' || c == '\r';
    }

    /** Returns this syntax with another encoding. */
    public RowSyntax in(Charset other) {
        return new RowSyntax(format, other, delimiter, nullText);
    }

    /** Returns this syntax with the given parts; only CSV has a delimiter and a text for null. */
    public RowSyntax with(@Nullable Character newDelimiter, @Nullable String newNull) {
        if (format != RowFormat.CSV && (newDelimiter != null || newNull != null)) {
            throw BadValue.of(newDelimiter == null ? "null" : "delimiter", "is for rows of CSV only");
        }
        return new RowSyntax(
                format, charset, newDelimiter == null ? delimiter : newDelimiter, newNull == null ? nullText : newNull);
    }
}
