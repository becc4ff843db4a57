package dev.sluice.pool;

import org.jspecify.annotations.Nullable;

/**
 * The request that applies to every acquire of the current thread that does not bring its own: how code
 * that only knows {@code DataSource.getConnection()} gets a lane and tags. Scopes nest.
 */
public final class AcquireContext {

    private static final ThreadLocal<AcquireRequest> CURRENT = new ThreadLocal<>();

    /**
     * Set once a scope was opened. To ask a thread local leaves a map behind in each thread, a hundred bytes for each
     * of ten thousand that wait. A thread that opens a scope sees its own write; others need not.
     */
    private static boolean used;

    private AcquireContext() {}

    /** Returns the request that applies to this thread now. */
    public static AcquireRequest current() {
        AcquireRequest request = used ? CURRENT.get() : null;
        return request == null ? AcquireRequest.DEFAULT : request;
    }

    /** Lets a request apply until the scope is closed, by the same thread. Null clears what applied. */
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

    /** Ends what {@link #open} began. */
    @FunctionalInterface
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }
}
