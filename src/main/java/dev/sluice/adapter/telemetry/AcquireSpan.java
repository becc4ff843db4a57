package dev.sluice.adapter.telemetry;

import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.PoolTracer.AcquireTrace;
import dev.sluice.pool.store.RetirementReason;
import dev.sluice.value.TraceContext;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import java.time.Instant;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The span of one acquire. In a trace it is a child of the caller's span. Without a trace, it is a root span, and exists
 * only if the caller waited or received no connection: an acquire without a wait tells nothing by itself.
 */
final class AcquireSpan implements AcquireTrace {

    private final SpanSource spans;
    private final AcquireRequest request;
    private final Span caller;
    private final @Nullable Span child; // null without a trace of the caller
    private final Instant begun;

    AcquireSpan(SpanSource spans, AcquireRequest request) {
        this.spans = spans;
        this.request = request;
        this.caller = Span.current();
        this.child = caller.getSpanContext().isValid() ? spans.span("acquire").startSpan() : null;
        this.begun = child == null ? spans.now() : Instant.EPOCH;
    }

    @Override
    public @Nullable TraceContext caller() {
        return child == null ? null : SpanSource.contextOf(caller);
    }

    @Override
    public void leased(String connection, long waitedNanos, boolean isDegraded) {
        if (child == null && waitedNanos == 0 && !isDegraded) {
            return;
        }
        Span span = span();
        describe(span, isDegraded ? AcquireOutcome.DEGRADED : AcquireOutcome.LEASED);
        span.setAttribute(SpanKeys.CONNECTION, connection);
        span.setAttribute(SpanKeys.WAIT, (double) waitedNanos / TimeUnit.SECONDS.toNanos(1));
        end(span);
    }

    @Override
    public void failed(Throwable failure, boolean isCancelled) {
        Span span = span();
        describe(span, AcquireOutcome.of(failure, isCancelled));
        span.setAttribute(SpanKeys.ERROR, failure.getClass().getName());
        span.setStatus(StatusCode.ERROR, SpanSource.textOf(failure));
        end(span);
    }

    private Span span() {
        return child == null
                ? spans.span("acquire").setNoParent().setStartTimestamp(begun).startSpan()
                : child;
    }

    private void end(Span span) {
        if (child == null) {
            span.end(spans.now());
        } else {
            span.end();
        }
    }

    private void describe(Span span, String outcome) {
        if (!span.isRecording()) {
            return;
        }
        span.setAttribute(SpanKeys.OUTCOME, outcome);
        span.setAttribute(SpanKeys.LANE, request.priority().name());
        if (request.tenant() != null) {
            span.setAttribute(SpanKeys.TENANT, request.tenant());
        }
        if (!request.tags().isEmpty()) {
            span.setAttribute(SpanKeys.TAGS, new TreeMap<>(request.tags()).toString());
        }
    }

    /** Adds an event to the span of the request and, if an operation breaks the lease, a link between the two spans. */
    @Override
    public void broken(String connection, RetirementReason reason) {
        if (child == null) {
            return;
        }
        Attributes particulars = Attributes.of(
                SpanKeys.POOL, spans.pool(), SpanKeys.CONNECTION, connection, SpanKeys.REASON, reason.text());
        caller.addEvent("lease broken", particulars);
        Span operation = Span.current();
        SpanContext its = operation.getSpanContext();
        if (its.isValid() && !its.equals(caller.getSpanContext())) {
            caller.addLink(its, particulars);
            operation.addLink(caller.getSpanContext(), particulars);
        }
    }
}
