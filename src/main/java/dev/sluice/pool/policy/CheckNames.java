package dev.sluice.pool.policy;

import dev.sluice.value.TextValue;
import dev.sluice.value.ValueType;
import dev.sluice.value.Values;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names of checks, as text {@code schema-version tenant-role}. Immutable.
 *
 * @param names the names, in the order in which the checks run
 */
public record CheckNames(List<String> names) implements TextValue {

    private static final int MOST = 20;
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._/-]{1,100}");

    /** Reads names. */
    static final ValueType<CheckNames> TYPE = Values.text(
            "at most " + MOST + " different names of checks separated by spaces, such as schema-version tenant-role",
            text -> parse(text.strip()));

    /** Copies the list. */
    public CheckNames {
        names = List.copyOf(names);
    }

    private static @Nullable CheckNames parse(String text) {
        List<String> given = List.of(text.split(" +"));
        Set<String> different = new LinkedHashSet<>(given);
        boolean valid = given.size() <= MOST
                && different.size() == given.size()
                && given.stream().allMatch(name -> NAME.matcher(name).matches());
        return valid ? new CheckNames(given) : null;
    }

    @Override
    public String toString() {
        return String.join(" ", names);
    }
}
