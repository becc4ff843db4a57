package dev.sluice.adapter.telemetry;

import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.PoolTracer;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.value.TraceContext;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.context.Context;

/** The spans of one pool. Thread-safe. */
final class PoolSpans implements PoolTracer {

    private final SpanSource spans;

    PoolSpans(SpanSource spans) {
        this.spans = spans;
    }

    @Override
    public AcquireTrace acquire(AcquireRequest request) {
        return new AcquireSpan(spans, request);
    }

    /** Begins a span below that of the order or, without one, below that of the thread. */
    @Override
    public OperationTrace operation(OperationName name, OperationContext context) {
        SpanBuilder builder = spans.span(name.text()).setAttribute(SpanKeys.OPERATION, name.text());
        TraceContext ordered = context.trace();
        if (ordered != null) {
            builder.setParent(Context.root().with(SpanSource.spanOf(ordered)));
        }
        String order = context.order();
        if (order != null) {
            builder.setAttribute(SpanKeys.ORDER, order);
        }
        return new OperationSpan(builder.startSpan());
    }
}
