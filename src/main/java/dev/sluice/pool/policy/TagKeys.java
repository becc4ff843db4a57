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
 * Keys of tags, as text {@code feature client}; {@code *} stands for all keys. Immutable.
 *
 * @param names the keys, without repetition
 */
public record TagKeys(List<String> names) implements TextValue {

    /** All keys. */
    public static final TagKeys ALL = new TagKeys(List.of("*"));

    private static final int MOST = 20;
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._/-]{1,100}");

    /** Reads keys. */
    public static final ValueType<TagKeys> TYPE = Values.text(
            "at most " + MOST + " keys of tags separated by spaces, such as feature client, or *",
            text -> parse(text.strip()));

    /** Copies the list. */
    public TagKeys {
        names = List.copyOf(names);
    }

    private static @Nullable TagKeys parse(String text) {
        if (text.equals("*")) {
            return ALL;
        }
        Set<String> names = new LinkedHashSet<>(List.of(text.split(" +")));
        boolean valid = names.size() <= MOST
                && names.stream().allMatch(name -> NAME.matcher(name).matches());
        return valid ? new TagKeys(List.copyOf(names)) : null;
    }

    /** Returns whether the values of this key are counted. */
    boolean contain(String key) {
        return names.contains(key) || this.equals(ALL);
    }

    @Override
    public String toString() {
        return String.join(" ", names);
    }
}
