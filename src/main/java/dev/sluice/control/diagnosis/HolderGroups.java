package dev.sluice.control.diagnosis;

import dev.sluice.pool.PoolQueue.Holder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Groups holders by frame, statement, tenant and tags. Statements that differ in numbers and spaces are the same. */
final class HolderGroups {

    private static final Pattern NUMBER = Pattern.compile("\\b\\d+(?:\\.\\d+)?\\b");
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final int LONGEST_STATEMENT = 200;

    /** The features that the holders of a group have in common. */
    private record Features(
            @Nullable String frame,
            @Nullable String statement,
            @Nullable String tenant,
            Map<String, String> tags) {}

    private HolderGroups() {}

    /** Returns the groups, the largest first, and the longest held first among equal ones. */
    static List<HolderGroup> of(List<Holder> holders, ApplicationFrames frames) {
        Map<Features, List<Holder>> groups = new LinkedHashMap<>();
        for (Holder each : holders) {
            Features features =
                    new Features(frames.first(each.stack()), shapeOf(each.statement()), each.tenant(), each.tags());
            groups.computeIfAbsent(features, key -> new ArrayList<>()).add(each);
        }
        return groups.entrySet().stream()
                .map(each -> group(each.getKey(), each.getValue()))
                .sorted(Comparator.comparingInt(HolderGroup::leases)
                        .thenComparingDouble(HolderGroup::oldestSeconds)
                        .reversed())
                .toList();
    }

    private static HolderGroup group(Features features, List<Holder> holders) {
        List<Holder> longestFirst = holders.stream()
                .sorted(Comparator.comparingDouble(Holder::heldSeconds).reversed())
                .toList();
        return new HolderGroup(
                holders.size(),
                longestFirst.get(0).heldSeconds(),
                longestFirst.get(holders.size() - 1).heldSeconds(),
                features.frame(),
                features.statement(),
                features.tenant(),
                features.tags(),
                longestFirst.stream()
                        .limit(HolderGroup.MOST_NAMES)
                        .map(Holder::connection)
                        .toList());
    }

    private static @Nullable String shapeOf(@Nullable String statement) {
        if (statement == null) {
            return null;
        }
        String shape = SPACE.matcher(NUMBER.matcher(statement).replaceAll("?"))
                .replaceAll(" ")
                .strip();
        return shape.length() <= LONGEST_STATEMENT ? shape : shape.substring(0, LONGEST_STATEMENT) + "…";
    }
}
