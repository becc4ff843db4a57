package dev.sluice.value;

import dev.sluice.time.SpanText;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The types of values. Thread-safe. */
public final class Values {

    /** Maximum duration of a setting or parameter, 100 years: nanoseconds in a long overflow after 292 years. */
    public static final Duration LONGEST = Duration.ofDays(36_500);

    /** Reads {@code true} or {@code false}, and refuses other texts: a misspelt flag must not read as false. */
    public static final ValueType<Boolean> FLAG = stripped("true or false", Shape.FLAG, Values::flag);

    /** Reads a duration from zero to {@link #LONGEST}. */
    public static final ValueType<Duration> DURATION = duration(Duration.ZERO, LONGEST);

    /** Reads a duration from one millisecond to {@link #LONGEST}. */
    public static final ValueType<Duration> POSITIVE_DURATION = duration(Duration.ofMillis(1), LONGEST);

    /** Reads {@code key:value}; the key is not blank, the value may have colons, and none has control characters. */
    public static final ValueType<Map<String, String>> TAG = stripped(
                    "key:value without control characters, such as feature:billing", Shape.TEXT, Values::tag)
            .shownAs(Values::shownTag);

    /** Reads the name of a tenant that a policy names. */
    public static final ValueType<String> TENANT = name(100);

    /** Reads the address of a server with a port: {@code host:port} or {@code [IPv6 address]:port}. */
    public static final ValueType<NetworkAddress> HOST_AND_PORT =
            stripped(NetworkAddress.WITH_PORT, Shape.TEXT, text -> {
                NetworkAddress address = NetworkAddress.parse(text);
                return address == null || !address.hasPort() ? null : address;
            });

    /** Reads the address of a server with or without a port. */
    public static final ValueType<NetworkAddress> HOST =
            stripped(NetworkAddress.MAYBE_WITH_PORT, Shape.TEXT, NetworkAddress::parse);

    /** Reads the path of a URL, without escapes; the value has no slash at its end, so that {@code /} reads as empty. */
    public static final ValueType<String> URL_PATH = stripped(
            "a path of at most 200 characters, such as /internal/sluice, of letters, digits and . _ ~ -",
            Shape.TEXT,
            Values::urlPath);

    private static final ValueType<String> TEXT =
            new ValueType<>("a text that is not blank", Shape.TEXT, text -> text.isBlank() ? null : text);

    /** Reads a JDBC URL, which is shown as {@link ShownUrl}. */
    public static final ValueType<String> JDBC_URL = TEXT.shownAs(ShownUrl::of);

    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,19}");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,15})?");
    private static final Pattern URL_PATH_TEXT =
            Pattern.compile("(?=.{1,200}$)(?:/(?!\\.{1,2}(?:/|$))[A-Za-z0-9._~-]+)*/?");
    private static final Pattern BYTES = Pattern.compile("([0-9]{1,19})([KMG]?)");
    private static final String UNITS = "KMG";

    private Values() {}

    /** Returns the type of whole numbers with these bounds, both included. */
    public static ValueType<Integer> integer(int min, int max) {
        return stripped(
                "a whole number" + words(min, max),
                Shape.number(Shape.Base.INTEGER, min, max),
                Values::intOf,
                value -> value >= min && value <= max);
    }

    private static @Nullable Integer intOf(String text) {
        Long value = wholeNumber(text);
        return value == null || value != value.intValue() ? null : Integer.valueOf(value.intValue());
    }

    /** Returns the type of whole numbers with these bounds, both included. */
    public static ValueType<Long> wholeNumber(long min, long max) {
        return stripped(
                "a whole number" + words(min, max),
                Shape.number(Shape.Base.LONG, min, max),
                Values::wholeNumber,
                value -> value >= min && value <= max);
    }

    private static @Nullable Long wholeNumber(String text) {
        return WHOLE.matcher(text).matches() ? longOf(text) : null;
    }

    private static String words(long min, long max) {
        if (max != Integer.MAX_VALUE && max != Long.MAX_VALUE) {
            return " from " + min + " to " + max;
        }
        return min == Integer.MIN_VALUE ? "" : ", at least " + min;
    }

    /** Returns the type of decimal numbers with these bounds, both included. */
    public static ValueType<Double> decimal(int min, int max) {
        return stripped(
                "a number from " + min + " to " + max,
                Shape.number(Shape.Base.DECIMAL, min, max),
                Values::decimal,
                value -> value >= min && value <= max);
    }

    /** Returns the type of decimal numbers from 0 on that are less than 1. */
    public static ValueType<Double> fraction() {
        return stripped(
                "a number from 0 to less than 1", Shape.FRACTION, Values::decimal, value -> value >= 0 && value < 1);
    }

    private static @Nullable Double decimal(String text) {
        return DECIMAL.matcher(text).matches() ? Double.valueOf(text) : null;
    }

    /** Returns the type of durations with these bounds, both included; {@link DurationText} has the grammar. */
    public static ValueType<Duration> duration(Duration min, Duration max) {
        return stripped(
                kind(min, max),
                Shape.DURATION,
                DurationText::parse,
                value -> value.compareTo(min) >= 0 && value.compareTo(max) <= 0);
    }

    /** Returns the type of durations that are zero, or have these bounds, both included. */
    public static ValueType<Duration> durationOrZero(Duration min, Duration max) {
        return stripped(
                "0s, or " + kind(min, max),
                Shape.DURATION,
                DurationText::parse,
                value -> value.isZero() || (value.compareTo(min) >= 0 && value.compareTo(max) <= 0));
    }

    private static String kind(Duration min, Duration max) {
        return "a duration from " + SpanText.exact(min) + " to " + words(max) + ", such as 500ms, 30s, 1h30m or PT10M";
    }

    private static String words(Duration max) {
        return max.toDays() > 1 && max.equals(Duration.ofDays(max.toDays()))
                ? max.toDays() + " days"
                : SpanText.exact(max);
    }

    /** Returns the type of the constants of an enum; upper and lower case, {@code -} and {@code _} do not differ. */
    public static <E extends Enum<E>> ValueType<E> choice(Class<E> type) {
        E[] constants = type.getEnumConstants();
        List<String> names = Arrays.stream(constants).map(Enum::name).toList();
        return stripped(
                "one of " + String.join(", ", names),
                Shape.choice(names),
                text -> Arrays.stream(constants)
                        .filter(each -> each.name().equalsIgnoreCase(text.replace('-', '_')))
                        .findFirst()
                        .orElse(null));
    }

    /** Returns the type of these texts; upper and lower case do not differ. */
    public static ValueType<String> choice(List<String> texts) {
        return stripped(
                "one of " + String.join(", ", texts),
                Shape.choice(texts),
                text -> texts.stream()
                        .filter(each -> each.equalsIgnoreCase(text))
                        .findFirst()
                        .orElse(null));
    }

    /** Returns the type of names with a maximum length: not blank, without control characters. */
    public static ValueType<String> name(int longest) {
        String kind = "a name of 1 to " + longest + " characters, not blank, without control characters";
        return stripped(kind, Shape.TEXT, text -> {
                    boolean isName = !text.isBlank() && text.length() <= longest && !hasControlCharacter(text);
                    return isName ? text : null;
                })
                .shownAs(GivenText::label);
    }

    /** Returns the type of texts that are not blank; surrounding spaces are part of the value. */
    public static ValueType<String> text() {
        return TEXT;
    }

    /**
     * Returns a type with a grammar of its own, such as "one character, or tab". Surrounding spaces are part of the
     * text.
     *
     * @param kind the grammar and the bounds as a noun phrase
     * @param parser returns the value of a text, or null for a text that is no value
     */
    public static <T> ValueType<T> text(String kind, Function<String, @Nullable T> parser) {
        return new ValueType<>(kind, Shape.TEXT, parser);
    }

    /** Returns a type as {@link #text(String, Function)} does, whose values are no secrets, and are shown. */
    public static <T extends TextValue> ValueType<T> shownText(String kind, Function<String, @Nullable T> parser) {
        return text(kind, parser).shownAs(Object::toString);
    }

    /** Returns the type of sizes in bytes, from one byte on; K, M and G are 1024, 1024² and 1024³ bytes. */
    public static ValueType<Long> bytes() {
        String kind = "a number of bytes, at least 1, such as 65536, 64K, 10M or 1G";
        return stripped(kind, Shape.TEXT, Values::bytes);
    }

    private static @Nullable Long bytes(String text) {
        var matcher = BYTES.matcher(text.toUpperCase(Locale.ROOT));
        if (!matcher.matches()) {
            return null;
        }
        Long count = longOf(String.valueOf(matcher.group(1)));
        String unit = String.valueOf(matcher.group(2));
        int shift = unit.isEmpty() ? 0 : 10 * (UNITS.indexOf(unit) + 1);
        return count == null || count < 1 || count > Long.MAX_VALUE >> shift ? null : Long.valueOf(count << shift);
    }

    /** Returns a type that ignores surrounding spaces. */
    private static <T> ValueType<T> stripped(String kind, Shape shape, Function<String, @Nullable T> parser) {
        return stripped(kind, shape, parser, value -> true);
    }

    private static <T> ValueType<T> stripped(
            String kind, Shape shape, Function<String, @Nullable T> parser, Predicate<? super T> bounds) {
        return new ValueType<>(kind, shape, text -> parser.apply(text.strip()), bounds);
    }

    private static @Nullable String urlPath(String text) {
        if (!URL_PATH_TEXT.matcher(text).matches()) {
            return null;
        }
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private static @Nullable Boolean flag(String text) {
        return switch (text) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> null;
        };
    }

    private static @Nullable Map<String, String> tag(String text) {
        int colon = text.indexOf(':');
        return colon < 1 || text.substring(0, colon).isBlank() || hasControlCharacter(text)
                ? null
                : Map.of(text.substring(0, colon), text.substring(colon + 1));
    }

    private static boolean hasControlCharacter(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    private static String shownTag(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag -> GivenText.label(tag.getKey()) + ":" + GivenText.label(tag.getValue()))
                .collect(Collectors.joining(","));
    }

    private static @Nullable Long longOf(String digits) {
        try {
            return Long.valueOf(digits);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
