package dev.sluice.pool;

import org.jspecify.annotations.Nullable;

/**
 * The request of all acquires of the current thread that have none of their own. So code that only calls
 * {@code DataSource.getConnection()} has a lane and tags, too. Scopes nest.
 */
public final class AcquireContext {

    private static final ThreadLocal<AcquireRequest> CURRENT = new ThreadLocal<>();

    /**
     * Set once a scope was opened. A read of a thread local leaves a map of a hundred bytes in each thread, and ten
     * thousand threads may wait. RACE: not volatile, because only a thread that opens a scope needs to see its write.
     */
    private static boolean used;

    private AcquireContext() {}

    /** Returns the request that applies to this thread now. */
    public static AcquireRequest current() {
        AcquireRequest request = used ? CURRENT.get() : null;
        return request == null ? AcquireRequest.DEFAULT : request;
    }

    /** Sets the request until the scope is closed, by the same thread. Null means the default request. */
    public static Scope open(@Nullable AcquireRequest request) {
        used = true;
        AcquireRequest before = CURRENT.get();
        set(request);
        return () -> set(before);
    }

    private static void set(@Nullable AcquireRequest request) {
        if (request == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(request);
        }
    }

    /** The time in which a request applies; ended by {@link #close()}. */
    @FunctionalInterface
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }
}
