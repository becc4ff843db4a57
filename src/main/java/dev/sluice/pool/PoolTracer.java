package dev.sluice.pool;

import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.pool.store.RetirementReason;
import dev.sluice.value.TraceContext;
import org.jspecify.annotations.Nullable;

/**
 * Follows the acquires and the operations of one pool, for example as spans of a trace. While a pool has a tracer, each
 * acquire creates an object and a copy of its request. Its methods are called on the thread of the caller or of the
 * operation, never under a lock, and must be quick. Its exceptions are swallowed. Implementations are thread-safe.
 */
public interface PoolTracer {

    /** Begins to follow an acquire. */
    AcquireTrace acquire(AcquireRequest request);

    /**
     * Begins to follow an operation that is no dry run, on the thread that runs it. The same thread ends it, and ends
     * operations that began in between before.
     */
    OperationTrace operation(OperationName name, OperationContext context);

    /** An acquire, and the lease that it leads to. One of {@link #leased} and {@link #failed} is called, once. */
    interface AcquireTrace {

        /** Returns the trace of the caller, or null if the caller has none. */
        @Nullable
        TraceContext caller();

        /**
         * Ends the acquire with a lease.
         *
         * @param connection name of the resource
         * @param waitedNanos the wait of the caller
         * @param isDegraded whether the resource is a substitute
         */
        void leased(String connection, long waitedNanos, boolean isDegraded);

        /**
         * Ends the acquire without a lease.
         *
         * @param failure the exception that the caller receives
         * @param isCancelled whether the caller's wait was cut short from outside
         */
        void failed(Throwable failure, boolean isCancelled);

        /**
         * Receives the end of the lease by force, on the thread that breaks it. Never for an acquire without a lease.
         *
         * @param connection name of the resource
         * @param reason the reason, in the words of events
         */
        void broken(String connection, RetirementReason reason);
    }

    /** An operation. One of the methods is called, once. */
    interface OperationTrace {

        /** The trace of an operation without a tracer. */
        OperationTrace NONE = new OperationTrace() {
            @Override
            public void ended(OperationReport report) {}

            @Override
            public void failed(Throwable failure) {}
        };

        /** Ends the operation with its report, complete or not. */
        void ended(OperationReport report);

        /** Ends the operation without a report: it was refused, or has failed. */
        void failed(Throwable failure);
    }
}
