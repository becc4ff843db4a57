package dev.sluice.batch.jdbc;

import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/** Conversions of values to text and from text. */
final class TextValues {

    /** Matches a UUID with groups of the correct length, because Java's own parser accepts any length. */
    private static final Pattern UUID_FORM =
            Pattern.compile("\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");

    /** The maximum digits of a decimal number that is written without exponent. */
    private static final int PLAIN_DIGITS = 100;

    private TextValues() {}

    static String of(Object value) {
        if (value instanceof byte[] bytes) {
            return "\\x" + HexFormat.of().formatHex(bytes);
        }
        if (value instanceof BigDecimal decimal && Math.abs((long) decimal.scale()) <= PLAIN_DIGITS) {
            return decimal.toPlainString();
        }
        return value.toString();
    }

    static boolean truth(Object value) throws UnsuitableValue {
        return switch (of(value).strip().toLowerCase(Locale.ROOT)) {
            case "true", "t", "yes", "y", "1" -> true;
            case "false", "f", "no", "n", "0" -> false;
            default -> throw new UnsuitableValue("is neither true nor false");
        };
    }

    static UUID uuid(Object value) throws UnsuitableValue {
        String text = of(value).strip();
        if (!UUID_FORM.matcher(text).matches()) {
            throw new UnsuitableValue("is not a UUID");
        }
        return UUID.fromString(text);
    }

    static byte[] bytes(Object value) throws UnsuitableValue {
        String text = of(value).strip();
        try {
            return HexFormat.of().parseHex(text.startsWith("\\x") ? text.substring(2) : text);
        } catch (IllegalArgumentException e) {
            throw new UnsuitableValue("is not hexadecimal");
        }
    }
}
