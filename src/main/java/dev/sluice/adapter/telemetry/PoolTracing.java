package dev.sluice.adapter.telemetry;

import dev.sluice.control.PoolManager;
import dev.sluice.control.PoolWatcher;
import dev.sluice.pool.ManagedPool;
import dev.sluice.time.Ticker;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;

/**
 * Gives the pools of a manager spans for their acquires and operations. Thread-safe.
 *
 * <p>Nothing happens with an {@link OpenTelemetry} that has no real tracer ({@link OpenTelemetry#noop()}, or an SDK that
 * is disabled).
 */
public final class PoolTracing implements PoolWatcher {

    /** The name of the instrumentation scope of all spans. */
    static final String SCOPE = "dev.sluice";

    private final Tracer tracer;
    private final Ticker ticker;

    private PoolTracing(Tracer tracer, Ticker ticker) {
        this.tracer = tracer;
        this.ticker = ticker;
    }

    /**
     * Traces the present and later pools of a manager, and the orders that it receives.
     *
     * @return whether there is a real tracer
     */
    public static boolean trace(PoolManager manager, OpenTelemetry telemetry) {
        return trace(manager, telemetry, Ticker.system());
    }

    static boolean trace(PoolManager manager, OpenTelemetry telemetry, Ticker ticker) {
        Tracer tracer = telemetry.getTracer(SCOPE);
        if (tracer.getClass() == OpenTelemetry.noop().getTracer(SCOPE).getClass()) {
            return false;
        }
        manager.traceOrders(() -> SpanSource.contextOf(Span.current()));
        PoolTracing tracing = new PoolTracing(tracer, ticker);
        manager.traceProvisioning(tracing::spansOf);
        manager.watch(tracing);
        return true;
    }

    private PoolSpans spansOf(String pool) {
        return new PoolSpans(new SpanSource(tracer, ticker, pool));
    }

    @Override
    public void added(ManagedPool<?> pool) {
        pool.traceBy(spansOf(pool.name()));
    }

    @Override
    public void removed(ManagedPool<?> pool) {
        pool.traceBy(null);
    }
}
