package dev.sluice.pool;

import dev.sluice.admission.Priority;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks for. Immutable.
 *
 * @param priority the lane to wait in
 * @param timeout how long to wait at most, or null for the pool's acquisition timeout; zero does not wait
 * @param tenant on whose behalf, or null
 * @param tags what statistics, events and leak reports say about the lease
 */
public record AcquireRequest(
        Priority priority,
        @Nullable Duration timeout,
        @Nullable String tenant,
        Map<String, String> tags) {

    /** Longer than anybody waits. */
    public static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

    /** Normal priority, the pool's timeout, no tags. */
    public static final AcquireRequest DEFAULT = new AcquireRequest(Priority.NORMAL, null, null, Map.of());

    /** Copies the tags. */
    public AcquireRequest {
        tags = Map.copyOf(tags);
        if (timeout != null && timeout.isNegative()) {
            throw new IllegalArgumentException("timeout must not be negative: " + timeout);
        }
    }

    /** The same, in another lane. */
    public AcquireRequest withPriority(Priority newPriority) {
        return new AcquireRequest(newPriority, timeout, tenant, tags);
    }

    /** The same, with another timeout. */
    public AcquireRequest withTimeout(Duration newTimeout) {
        return new AcquireRequest(priority, newTimeout, tenant, tags);
    }

    /** The same, on behalf of a tenant. */
    public AcquireRequest withTenant(@Nullable String newTenant) {
        return new AcquireRequest(priority, timeout, newTenant, tags);
    }

    /** The same, with one more tag, which replaces one of the same key. */
    public AcquireRequest withTag(String key, String value) {
        Map<String, String> more = new TreeMap<>(tags);
        more.put(key, value);
        return new AcquireRequest(priority, timeout, tenant, more);
    }
}
