package dev.sluice.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * Reads the properties of a run. A value against its rule is refused by an {@link IllegalArgumentException}, whose
 * message names the property, the rule and the value. An empty value is no value.
 */
final class Property {

    private Property() {}

    /** Returns a whole number between two bounds, or the default without a value. */
    static int number(String name, int least, int most, int otherwise) {
        String text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw refused(name, "must be a whole number from " + least + " to " + most, text);
    }

    /** Returns whether the value is {@code true}; false without a value. */
    static boolean flag(String name) {
        String text = text(name);
        if (!text.isEmpty() && !text.equals("true") && !text.equals("false")) {
            throw refused(name, "must be true or false", text);
        }
        return text.equals("true");
    }

    /**
     * Returns names that are separated by commas; none without a value.
     *
     * @param exists returns whether there is such a name
     * @param known the description of all names, for refusals
     */
    static List<String> names(String name, Predicate<String> exists, String known) {
        List<String> names = Arrays.stream(text(name).split(","))
                .map(String::trim)
                .filter(each -> !each.isEmpty())
                .toList();
        names.stream().filter(exists.negate()).findFirst().ifPresent(unknown -> {
            throw refused(name, "must be names separated by commas, of " + known, unknown);
        });
        return names;
    }

    private static String text(String name) {
        return System.getProperty(name, "").trim();
    }

    private static IllegalArgumentException refused(String name, String rule, String value) {
        return new IllegalArgumentException(name + " " + rule + "; '" + value + "' is not");
    }
}
