package dev.sluice.pool;

import dev.sluice.admission.EarliestWaiter;
import dev.sluice.pool.history.RecentCounts;
import dev.sluice.pool.store.FailureKind;
import dev.sluice.time.SpanText;
import dev.sluice.value.Plural;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The situation of a pool in words: {@code SATURATED for 12 s, 5 wait, oldest 3.1 s (NORMAL), 1 leak suspect}. All
 * surfaces show this text.
 */
public final class PoolVerdict {

    private PoolVerdict() {}

    /**
     * The facts of a verdict. Immutable.
     *
     * @param standing the situation
     * @param forNanos its duration so far; negative if it is not known
     * @param failure the kind of the failure that keeps the pool from serving, or null
     * @param use waiters and leases
     * @param earliest the earliest waiter, or null
     * @param nowNanos the present time
     * @param leakSuspects leases reported as leaks that have not ended
     * @param faults whether faults are injected
     * @param recent counts of the last 10 s
     */
    record Facts(
            Standing standing,
            long forNanos,
            @Nullable FailureKind failure,
            Standing.Load use,
            @Nullable EarliestWaiter earliest,
            long nowNanos,
            int leakSuspects,
            boolean faults,
            RecentCounts recent) {}

    static String of(Facts facts) {
        List<String> parts = new ArrayList<>();
        parts.add(standing(facts));
        EarliestWaiter earliest = facts.earliest();
        if (facts.use().waiting() > 0) {
            parts.add(Plural.of(facts.use().waiting(), "waits", "wait"));
        }
        if (facts.use().waiting() > 0 && earliest != null) {
            parts.add("oldest " + span(facts.nowNanos() - earliest.sinceNanos()) + " (" + earliest.lane() + ")");
        }
        if (facts.standing() == Standing.DRAINING) {
            parts.add(facts.use().leased() + " still leased");
        }
        RecentCounts recent = facts.recent();
        count(parts, recent.timeouts(), "timeout in 10 s", "timeouts in 10 s");
        count(parts, recent.refused(), "refusal in 10 s", "refusals in 10 s");
        count(parts, recent.creationFailures(), "failed creation in 10 s", "failed creations in 10 s");
        count(parts, facts.leakSuspects(), "leak suspect", "leak suspects");
        if (facts.faults()) {
            parts.add("faults injected");
        }
        return String.join(", ", parts);
    }

    private static String standing(Facts facts) {
        String word = facts.standing().name();
        if (facts.standing() == Standing.WELL) {
            return word + ", " + facts.use().leased() + " of " + facts.use().max() + " leased";
        }
        String kind = facts.failure() == null ? "" : " (" + facts.failure() + ")";
        return word
                + kind
                + (facts.forNanos() < 0 ? "" : " for " + SpanText.rounded(Duration.ofNanos(facts.forNanos())));
    }

    private static String span(long nanos) {
        long tenths = Math.max(0, nanos) / 100_000_000;
        return tenths < 100
                ? String.format(Locale.ROOT, "%d.%d s", tenths / 10, tenths % 10)
                : SpanText.of(Duration.ofSeconds(tenths / 10));
    }

    private static void count(List<String> parts, long number, String one, String many) {
        if (number > 0) {
            parts.add(Plural.of(number, one, many));
        }
    }

    /** Returns whether a pool of this verdict needs attention: it is not well, or has more to say than its use. */
    public static boolean isWell(String verdict) {
        return verdict.startsWith(Standing.WELL.name()) && verdict.endsWith(" leased");
    }

    /**
     * Returns the verdict on several pools: each that is not well by its name, and the number of the others.
     *
     * @param verdicts the verdicts by the names of the pools, in the order of the pools
     */
    public static String ofAll(Map<String, String> verdicts) {
        List<String> parts = verdicts.entrySet().stream()
                .filter(each -> !isWell(each.getValue()))
                .sorted(Comparator.comparingInt(each -> severity(each.getValue())))
                .map(each -> each.getKey() + ": " + each.getValue())
                .collect(Collectors.toCollection(ArrayList::new));
        long well = verdicts.values().stream().filter(PoolVerdict::isWell).count();
        if (well > 0 || parts.isEmpty()) {
            parts.add(Plural.of(well, "pool") + " well");
        }
        return String.join(" · ", parts);
    }

    private static int severity(String verdict) {
        List<Standing> order = List.of(
                Standing.FAILED,
                Standing.SATURATED,
                Standing.DISABLED,
                Standing.DRAINING,
                Standing.PAUSED,
                Standing.DEGRADED,
                Standing.WAITING,
                Standing.STARTING);
        for (Standing each : order) {
            if (verdict.startsWith(each.name())) {
                return order.indexOf(each);
            }
        }
        return order.size();
    }
}
