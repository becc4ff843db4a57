package dev.sluice.control;

import dev.sluice.value.BadValue;
import java.util.regex.Pattern;

/** The rule for names of pools. */
public final class PoolName {

    /** The pool of requests that name none. */
    public static final String DEFAULT = "default";

    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private PoolName() {}

    /**
     * Returns a valid name: letters, digits, dots, underscores and hyphens, at most 63, the first a letter or a digit.
     *
     * @throws IllegalArgumentException if the name is invalid
     */
    public static String check(String name) {
        if (!VALID.matcher(name).matches()) {
            throw BadValue.ofText(
                    "name",
                    "must have letters, digits, '.', '_' and '-' only, at most 63, and"
                            + " begin with a letter or a digit",
                    name);
        }
        return name;
    }
}
