package dev.sluice.batch.rows;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** The formats of rows; {@link RowSyntax} has the details. */
public enum RowFormat {
    /**
     * Values separated by commas, as in RFC 4180, with a header. An empty value is null, and {@code ""} is an empty
     * text. A blank line is skipped, unless there is only one column; then it is a null.
     */
    CSV(List.of(".csv"), List.of("text/csv")),

    /**
     * A JSON object on each line, and blank lines, which are skipped. Numbers are Long, BigInteger or BigDecimal;
     * objects and arrays are their text.
     */
    NDJSON(List.of(".ndjson", ".jsonl"), List.of("application/x-ndjson", "application/jsonl"));

    @SuppressWarnings("ImmutableEnumChecker") // immutable lists
    private final List<String> endings;

    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> mediaTypes;

    RowFormat(List<String> endings, List<String> mediaTypes) {
        this.endings = endings;
        this.mediaTypes = mediaTypes;
    }

    /** Returns the format by the ending of a file's name. */
    public static Optional<RowFormat> ofFile(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return first(each -> each.endings.stream().anyMatch(lower::endsWith));
    }

    /** Returns the format by a media type, with or without parameters. */
    public static Optional<RowFormat> ofMediaType(String type) {
        int parameters = type.indexOf(';');
        String plain = (parameters < 0 ? type : type.substring(0, parameters)).strip();
        return first(each -> each.mediaTypes.stream().anyMatch(plain::equalsIgnoreCase));
    }

    private static Optional<RowFormat> first(Predicate<RowFormat> what) {
        return Arrays.stream(values()).filter(what).findFirst();
    }
}
