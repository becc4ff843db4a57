package dev.sluice.pool.policy;

import dev.sluice.value.TextValue;
import dev.sluice.value.ValueType;
import dev.sluice.value.Values;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Moments at which checks run, as text {@code acquire first}. Immutable.
 *
 * @param moments the moments, in the order of their declaration
 */
public record CheckMoments(List<CheckMoment> moments) implements TextValue {

    /** Before a lease after an idle time, and before the first lease. */
    public static final CheckMoments USUAL = new CheckMoments(List.of(CheckMoment.ACQUIRE, CheckMoment.FIRST));

    /** Reads moments. */
    static final ValueType<CheckMoments> TYPE =
            Values.text("some of " + all() + ", separated by spaces", text -> parse(text.strip()));

    /** Copies the list. */
    public CheckMoments {
        moments = List.copyOf(moments);
    }

    private static String all() {
        return Arrays.stream(CheckMoment.values()).map(CheckMoments::name).collect(Collectors.joining(" "));
    }

    private static @Nullable CheckMoments parse(String text) {
        Set<CheckMoment> given = EnumSet.noneOf(CheckMoment.class);
        for (String item : text.split(" +", -1)) {
            CheckMoment moment = Arrays.stream(CheckMoment.values())
                    .filter(each -> each.name().equalsIgnoreCase(item))
                    .findFirst()
                    .orElse(null);
            if (moment == null) {
                return null;
            }
            given.add(moment);
        }
        return new CheckMoments(List.copyOf(given));
    }

    private static String name(CheckMoment moment) {
        return moment.name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether the checks run at this moment. */
    public boolean contain(CheckMoment moment) {
        return moments.contains(moment);
    }

    @Override
    public String toString() {
        return moments.stream().map(CheckMoments::name).collect(Collectors.joining(" "));
    }
}
