package dev.sluice.pool;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.value.ValueSpec;
import dev.sluice.value.Values;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A question about other settings of a pool. Immutable.
 *
 * @param maxSize the other maximum; null for the present one
 * @param policy the other rules of the gate; null for the present ones
 * @param last the part of the recorded time to replay, up to now; null for all
 */
public record WhatIfQuestion(
        @Nullable Integer maxSize,
        @Nullable AdmissionPolicy policy,
        @Nullable Duration last) {

    /** The declaration of {@link #maxSize}. */
    public static final ValueSpec<Integer> MAX_SIZE = ValueSpec.optional(
                    "maxSize", ConfigSettings.MAX_SIZE.type(), "Maximum connections of the prediction.", "4")
            .orElse("the present maximum");

    /** The declaration of {@link #last}. */
    public static final ValueSpec<Duration> LAST = ValueSpec.optional(
                    "last",
                    Values.duration(Duration.ofMillis(100), Duration.ofDays(1)),
                    "Part of the recorded time to replay, up to now.",
                    "5m")
            .orElse("all of it");

    /** The declarations of the values; the rules have their own. */
    public static final List<ValueSpec<?>> VALUES = List.of(MAX_SIZE, LAST);

    private static final Duration ALL = Duration.ofNanos(Long.MAX_VALUE);

    /** Checks the values. */
    public WhatIfQuestion {
        if (maxSize != null) {
            MAX_SIZE.check(maxSize);
        }
        if (last != null) {
            LAST.check(last);
        }
    }

    Duration longest() {
        return Objects.requireNonNullElse(last, ALL);
    }

    /** Returns the settings of the question. */
    PoolConfig into(PoolConfig present) {
        int max = maxSize == null ? present.maxSize() : maxSize;
        return present.toBuilder()
                .minSize(Math.min(present.minSize(), max))
                .maxSize(max)
                .admission(policy == null ? present.admission() : policy)
                .build();
    }
}
