package dev.sluice.pool;

import dev.sluice.admission.Priority;
import dev.sluice.value.BadValue;
import dev.sluice.value.TraceContext;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The request of a caller. Immutable.
 *
 * @param priority the lane to wait in
 * @param timeout maximum wait, or null for the pool's acquisition timeout; zero does not wait
 * @param tenant the tenant on whose behalf the caller acquires, or null
 * @param tags the tags of the lease, for statistics, events and leak reports
 * @param leakThreshold duration beyond which the lease is reported as a leak; null for the pool's threshold, zero for
 *     never
 * @param maxHold the limit of the policy holdLimit for this lease; null for the pool's limit, zero for none
 * @param trace the trace in which the caller acquires, shown among holders and waiters; null if it is not known. A pool
 *     with a {@link PoolTracer} sets it if it is null
 */
public record AcquireRequest(
        Priority priority,
        @Nullable Duration timeout,
        @Nullable String tenant,
        Map<String, String> tags,
        @Nullable Duration leakThreshold,
        @Nullable Duration maxHold,
        @Nullable TraceContext trace) {

    /** Creates a request without a trace. */
    public AcquireRequest(
            Priority priority,
            @Nullable Duration timeout,
            @Nullable String tenant,
            Map<String, String> tags,
            @Nullable Duration leakThreshold,
            @Nullable Duration maxHold) {
        this(priority, timeout, tenant, tags, leakThreshold, maxHold, null);
    }

    /** Creates a request without a hold limit of its own. */
    public AcquireRequest(
            Priority priority,
            @Nullable Duration timeout,
            @Nullable String tenant,
            Map<String, String> tags,
            @Nullable Duration leakThreshold) {
        this(priority, timeout, tenant, tags, leakThreshold, null);
    }

    /** The duration that stands for no limit. */
    public static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

    /** The default request: normal priority, the pool's timeout, no tags. */
    public static final AcquireRequest DEFAULT = new AcquireRequest(Priority.NORMAL, null, null, Map.of(), null);

    /** Copies the tags. */
    public AcquireRequest {
        tags = Map.copyOf(tags);
        if (timeout != null && timeout.isNegative()) {
            throw BadValue.of("timeout", "must not be negative", timeout);
        }
        if (leakThreshold != null && leakThreshold.isNegative()) {
            throw BadValue.of("leakThreshold", "must not be negative", leakThreshold);
        }
        if (maxHold != null && maxHold.isNegative()) {
            throw BadValue.of("maxHold", "must not be negative", maxHold);
        }
    }

    /** Returns the same request in another lane. */
    public AcquireRequest withPriority(Priority newPriority) {
        return new AcquireRequest(newPriority, timeout, tenant, tags, leakThreshold, maxHold, trace);
    }

    /** Returns the same request with another timeout. */
    public AcquireRequest withTimeout(Duration newTimeout) {
        return new AcquireRequest(priority, newTimeout, tenant, tags, leakThreshold, maxHold, trace);
    }

    /** Returns the same request on behalf of a tenant. */
    public AcquireRequest withTenant(@Nullable String newTenant) {
        return new AcquireRequest(priority, timeout, newTenant, tags, leakThreshold, maxHold, trace);
    }

    /** Returns the same request with one more tag, which replaces a tag of the same key. */
    public AcquireRequest withTag(String key, String value) {
        Map<String, String> more = new TreeMap<>(tags);
        more.put(key, value);
        return new AcquireRequest(priority, timeout, tenant, more, leakThreshold, maxHold, trace);
    }

    /** Returns the same request with another leak threshold: null for the threshold of the pool, zero for none. */
    public AcquireRequest withLeakThreshold(@Nullable Duration newLeakThreshold) {
        return new AcquireRequest(priority, timeout, tenant, tags, newLeakThreshold, maxHold, trace);
    }

    /** Returns the same request with another limit of the policy holdLimit: null for the pool's limit, zero for none. */
    public AcquireRequest withMaxHold(@Nullable Duration newMaxHold) {
        return new AcquireRequest(priority, timeout, tenant, tags, leakThreshold, newMaxHold, trace);
    }

    /** Returns the same request in another trace; null if the trace is not known. */
    public AcquireRequest withTrace(@Nullable TraceContext newTrace) {
        return new AcquireRequest(priority, timeout, tenant, tags, leakThreshold, maxHold, newTrace);
    }

    /** Returns the id of the trace, or null if the trace is not known. */
    @Nullable
    String traceId() {
        return trace == null ? null : trace.traceId();
    }

    /** Returns the request in a note about a lease or a waiter, or the default request. */
    static AcquireRequest of(@Nullable Object note) {
        return note instanceof AcquireRequest request ? request : DEFAULT;
    }
}
