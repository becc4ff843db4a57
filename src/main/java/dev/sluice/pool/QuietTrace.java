package dev.sluice.pool;

import dev.sluice.pool.PoolTracer.OperationTrace;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.operation.OperationReport;
import org.jspecify.annotations.Nullable;

/** A trace of an operation whose exceptions are swallowed: a tracer never breaks an operation. */
public final class QuietTrace implements OperationTrace {

    private final OperationTrace trace;

    private QuietTrace(OperationTrace trace) {
        this.trace = trace;
    }

    /** Begins to follow an operation; returns {@link #NONE} without a tracer and for a dry run. Throws nothing. */
    public static OperationTrace begin(@Nullable PoolTracer tracer, OperationName name, OperationContext context) {
        if (tracer == null || context.isDryRun()) {
            return NONE;
        }
        try {
            return new QuietTrace(tracer.operation(name, context));
        } catch (Throwable ignored) {
            return NONE;
        }
    }

    @Override
    public void ended(OperationReport report) {
        quietly(() -> trace.ended(report));
    }

    @Override
    public void failed(Throwable failure) {
        quietly(() -> trace.failed(failure));
    }

    private static void quietly(Runnable news) {
        try {
            news.run();
        } catch (Throwable ignored) {
            // see above
        }
    }
}
