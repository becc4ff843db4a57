package dev.sluice.pool.fault;

import dev.sluice.admission.Priority;
import dev.sluice.time.SpanText;
import dev.sluice.value.BadValue;
import dev.sluice.value.GivenText;
import dev.sluice.value.ValueType;
import dev.sluice.value.Values;
import java.time.Duration;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A fault to inject, with the events that it concerns. A rule ends at its time to live at the latest. Immutable.
 *
 * @param kind the kind of fault
 * @param lane the lane of the callers, or null for all
 * @param tenant the tenant of the callers, or null for all
 * @param tags the tags that the callers must have; empty for any
 * @param connection the name of the resource whose validations fail, or null for all
 * @param percentage share of the events that are affected, in percent
 * @param seed selects the sequence of affected events
 * @param count number of affected events after which the rule ends, or null for no such end
 * @param onLease the number of the lease, counted from the injection, that is affected, or null for all
 * @param delay the wait of each affected acquire, or null
 * @param timeToLive time after which the rule ends
 */
public record FaultRule(
        FaultKind kind,
        @Nullable Priority lane,
        @Nullable String tenant,
        Map<String, String> tags,
        @Nullable String connection,
        double percentage,
        long seed,
        @Nullable Integer count,
        @Nullable Integer onLease,
        @Nullable Duration delay,
        Duration timeToLive) {

    /** The share of all events in percent. */
    public static final double ALL = 100;

    /** The bounds of {@link #percentage}. */
    public static final ValueType<Double> PERCENTAGE = Values.decimal(0, 100);

    /** The bounds of {@link #count} and {@link #onLease}. */
    public static final ValueType<Integer> COUNT = Values.integer(1, 1_000_000);

    /** The bounds of {@link #delay}. */
    public static final ValueType<Duration> DELAY = Values.duration(Duration.ofMillis(1), Duration.ofMinutes(1));

    /** The bounds of {@link #timeToLive}. */
    public static final ValueType<Duration> TIME_TO_LIVE = Values.duration(Duration.ofSeconds(1), Duration.ofHours(1));

    /** Checks the values, and whether they belong together. */
    public FaultRule {
        tags = Map.copyOf(tags);
        PERCENTAGE.check("percentage", percentage);
        TIME_TO_LIVE.check("timeToLive", timeToLive);
        if (count != null) {
            COUNT.check("count", count);
        }
        if (onLease != null) {
            COUNT.check("onLease", onLease);
        }
        require(kind.isOfCallers() || lane == null, "lane", kind);
        require(kind.isOfCallers() || tenant == null, "tenant", kind);
        require(kind.isOfCallers() || tags.isEmpty(), "tag", kind);
        require(kind == FaultKind.FAIL_VALIDATION || connection == null, "connection", kind);
        require(kind == FaultKind.DROP_CONNECTION || onLease == null, "onLease", kind);
        require(kind == FaultKind.DELAY_ACQUIRE || delay == null, "delay", kind);
        if (kind == FaultKind.DELAY_ACQUIRE) {
            if (delay == null) {
                throw BadValue.of("delay", "must be given for " + kind);
            }
            DELAY.check("delay", delay);
        }
        if (onLease != null && (percentage != ALL || count != null)) {
            throw BadValue.of("onLease", "must be given without percentage and count", onLease);
        }
    }

    private static void require(boolean fits, String parameter, FaultKind kind) {
        if (!fits) {
            throw BadValue.of(parameter, "must not be given for " + kind);
        }
    }

    /** Returns whether the rule concerns a caller with these values. */
    public boolean concerns(Priority callerLane, @Nullable String callerTenant, Map<String, String> callerTags) {
        return (lane == null || lane == callerLane)
                && (tenant == null || tenant.equals(callerTenant))
                && callerTags.entrySet().containsAll(tags.entrySet());
    }

    /** Returns whether the rule concerns a resource of this name. */
    public boolean concerns(String resource) {
        return connection == null || connection.equals(resource);
    }

    /** Returns the rule in words, without its time to live. */
    public String words() {
        StringJoiner words = new StringJoiner(", ");
        words.add(kind + (delay == null ? "" : " by " + SpanText.exact(delay)));
        if (lane != null) {
            words.add("lane " + lane);
        }
        if (tenant != null) {
            words.add("tenant " + GivenText.label(tenant));
        }
        tags.forEach((key, value) -> words.add("tag " + GivenText.label(key) + ":" + GivenText.label(value)));
        if (connection != null) {
            words.add("connection " + GivenText.label(connection));
        }
        if (percentage != ALL) {
            words.add(percentage + " %, seed " + seed);
        }
        if (count != null) {
            words.add("the next " + count);
        }
        if (onLease != null) {
            words.add("lease " + onLease + " from the injection on");
        }
        return words.toString();
    }
}
