package dev.sluice.batch.jdbc;

import java.math.BigDecimal;
import java.util.Locale;

/** Values as numbers. */
final class NumberValues {

    private static final String NO_NUMBER = "is not a number";
    private static final String NOT_WHOLE = "is not a whole number";
    private static final String OUT_OF_RANGE = "is out of range";

    /** The maximum length of a number; the time to read a number grows with the square of its length. */
    private static final int MOST_CHARACTERS = 1000;

    /** PostgreSQL's limits of numeric; no other database has higher limits. */
    private static final int MOST_DIGITS = 131_072;

    private static final int MOST_DECIMALS = 16_383;

    private NumberValues() {}

    /** Returns a whole number. A decimal number is whole if only zeros follow its point; a decimal text is not. */
    static long whole(Object value, long least, long most) throws UnsuitableValue {
        long number = value instanceof Number
                ? wholeOf(number(value, NOT_WHOLE))
                : parsed(TextValues.of(value).strip());
        if (number < least || number > most) {
            throw new UnsuitableValue(OUT_OF_RANGE);
        }
        return number;
    }

    private static long wholeOf(BigDecimal number) throws UnsuitableValue {
        try {
            return number.longValueExact();
        } catch (ArithmeticException e) {
            // without expanding the digits: 1e999999999 has too many
            boolean isWhole = number.scale() <= 0 || number.stripTrailingZeros().scale() <= 0;
            throw new UnsuitableValue(isWhole ? OUT_OF_RANGE : NOT_WHOLE);
        }
    }

    private static long parsed(String text) throws UnsuitableValue {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new UnsuitableValue(isAllDigits(text) ? OUT_OF_RANGE : NOT_WHOLE);
        }
    }

    private static boolean isAllDigits(String text) {
        String digits = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        return !digits.isEmpty() && digits.chars().allMatch(Character::isDigit);
    }

    static BigDecimal decimal(Object value) throws UnsuitableValue {
        BigDecimal number = number(value, NO_NUMBER);
        if ((long) number.precision() - number.scale() > MOST_DIGITS || number.scale() > MOST_DECIMALS) {
            throw new UnsuitableValue(OUT_OF_RANGE);
        }
        return number;
    }

    /** Returns a decimal, or PostgreSQL's text for NaN or an infinite value. */
    static Object decimalOrSpecial(Object value) throws UnsuitableValue {
        return isSpecial(value) ? String.valueOf(special(value)) : decimal(value);
    }

    static float real(Object value) throws UnsuitableValue {
        if (isSpecial(value)) {
            return (float) special(value);
        }
        float number = number(value, NO_NUMBER).floatValue();
        if (Float.isInfinite(number)) {
            throw new UnsuitableValue(OUT_OF_RANGE);
        }
        return number;
    }

    static double doubled(Object value) throws UnsuitableValue {
        if (isSpecial(value)) {
            return special(value);
        }
        double number = number(value, NO_NUMBER).doubleValue();
        if (Double.isInfinite(number)) {
            throw new UnsuitableValue(OUT_OF_RANGE);
        }
        return number;
    }

    private static boolean isSpecial(Object value) {
        return !Double.isNaN(special(value)) || lower(value).equals("nan");
    }

    private static double special(Object value) {
        return switch (lower(value)) {
            case "infinity" -> Double.POSITIVE_INFINITY;
            case "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> Double.NaN;
        };
    }

    private static String lower(Object value) {
        return value instanceof String || value instanceof Float || value instanceof Double
                ? value.toString().strip().toLowerCase(Locale.ROOT)
                : "";
    }

    private static BigDecimal number(Object value, String otherwise) throws UnsuitableValue {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        String text = TextValues.of(value).strip();
        if (text.length() > MOST_CHARACTERS) {
            throw new UnsuitableValue("is too long for a number");
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new UnsuitableValue(otherwise);
        }
    }
}
