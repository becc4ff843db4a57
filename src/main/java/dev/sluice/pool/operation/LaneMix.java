package dev.sluice.pool.operation;

import dev.sluice.admission.Priority;
import dev.sluice.value.TextValue;
import dev.sluice.value.ValueType;
import dev.sluice.value.Values;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of callers by weight, as text {@code high:1 normal:8 low:1}: one of ten callers is in lane high. Immutable.
 *
 * @param weights the weights by lane, each at least 1
 */
public record LaneMix(Map<Priority, Integer> weights) implements TextValue {

    private static final ValueType<Priority> LANE = Values.choice(Priority.class);
    private static final ValueType<Integer> WEIGHT = Values.integer(1, 1000);

    /** Reads a mix. */
    public static final ValueType<LaneMix> TYPE = Values.shownText(
            "lanes with weights from 1 to 1000, such as high:1 normal:8 low:1, separated by spaces",
            text -> parse(text.strip()));

    /** The mix of lane normal alone. */
    public static final LaneMix NORMAL = new LaneMix(Map.of(Priority.NORMAL, 1));

    /** Copies the map. */
    public LaneMix {
        weights = Collections.unmodifiableMap(new EnumMap<>(weights));
    }

    private static @Nullable LaneMix parse(String text) {
        Map<Priority, Integer> weights = new EnumMap<>(Priority.class);
        for (String item : text.split(" +", -1)) {
            String[] parts = item.split(":", -1);
            Priority lane = LANE.parse(parts[0]);
            Integer weight = parts.length == 2 ? WEIGHT.parse(parts[1]) : null;
            if (lane == null || weight == null || weights.put(lane, weight) != null) {
                return null;
            }
        }
        return new LaneMix(weights);
    }

    /** Returns the sum of the weights. */
    private int sum() {
        return weights.values().stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * Returns a lane.
     *
     * @param chance a number from 0 to less than 1
     */
    public Priority lane(double chance) {
        int rest = (int) (chance * sum());
        for (Map.Entry<Priority, Integer> each : weights.entrySet()) {
            rest -= each.getValue();
            if (rest < 0) {
                return each.getKey();
            }
        }
        throw new IllegalArgumentException("not a chance: " + chance);
    }

    @Override
    public String toString() {
        return Arrays.stream(Priority.values())
                .filter(weights::containsKey)
                .map(lane -> lane.name().toLowerCase(Locale.ROOT) + ":" + Objects.requireNonNull(weights.get(lane)))
                .collect(Collectors.joining(" "));
    }
}
