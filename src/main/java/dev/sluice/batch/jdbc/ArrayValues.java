package dev.sluice.batch.jdbc;

import dev.sluice.batch.rows.JsonArray;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Values for PostgreSQL's arrays: a JSON array, or PostgreSQL's own text. Stateless. */
final class ArrayValues {

    /** Matches PostgreSQL's own text with the bounds of the array, as in {@code [0:1]={5,6}}. */
    private static final Pattern BOUNDS = Pattern.compile("(\\[[-+0-9:\\s]*\\]\\s*)+=.*", Pattern.DOTALL);

    /** The maximum number of dimensions in PostgreSQL. */
    private static final int MOST_DIMENSIONS = 6;

    private ArrayValues() {}

    /** Returns the text of PostgreSQL for a value: a JSON array is translated, and PostgreSQL's text stays as it is. */
    static String postgres(Object value) throws UnsuitableValue {
        String text = TextValues.of(value);
        String start = text.stripLeading();
        if (start.startsWith("{") || BOUNDS.matcher(start).matches()) {
            return text;
        }
        List<@Nullable Object> elements = JsonArray.elements(text);
        if (elements == null) {
            throw new UnsuitableValue("is neither a JSON array nor an array in PostgreSQL's form, like {1,2}");
        }
        StringBuilder literal = new StringBuilder();
        checkDimensions(elements, 1);
        append(literal, elements);
        return literal.toString();
    }

    /** Checks the number of dimensions, which the first elements show. */
    private static void checkDimensions(List<@Nullable Object> array, int depth) throws UnsuitableValue {
        if (depth > MOST_DIMENSIONS) {
            throw new UnsuitableValue("has more than " + MOST_DIMENSIONS + " dimensions");
        }
        List<@Nullable Object> first = array.isEmpty() ? null : inner(array.get(0));
        if (first != null) {
            checkDimensions(first, depth + 1);
        }
    }

    @SuppressWarnings("unchecked") // all lists among the elements are of this type
    private static @Nullable List<@Nullable Object> inner(@Nullable Object element) {
        return element instanceof List<?> list ? (List<@Nullable Object>) list : null;
    }

    private static void append(StringBuilder literal, List<@Nullable Object> array) throws UnsuitableValue {
        int length = lengthOf(array.isEmpty() ? null : inner(array.get(0)));
        String separator = "";
        literal.append('{');
        for (Object element : array) {
            List<@Nullable Object> list = inner(element);
            if (lengthOf(list) != length) {
                throw new UnsuitableValue("has inner arrays of different lengths");
            }
            literal.append(separator);
            separator = ",";
            if (list == null) {
                appendElement(literal, element);
            } else {
                append(literal, list);
            }
        }
        literal.append('}');
    }

    /** Returns the length of an inner array, or -1 for an element that is no array. */
    private static int lengthOf(@Nullable List<?> list) {
        return list == null ? -1 : list.size();
    }

    private static void appendElement(StringBuilder literal, @Nullable Object element) {
        if (element == null) {
            literal.append("NULL");
            return;
        }
        literal.append('"')
                .append(element.toString().replace("\\", "\\\\").replace("\"", "\\\""))
                .append('"');
    }
}
