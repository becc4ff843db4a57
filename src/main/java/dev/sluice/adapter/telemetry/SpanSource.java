package dev.sluice.adapter.telemetry;

import dev.sluice.time.Ticker;
import dev.sluice.value.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Begins the spans of one pool. Immutable and thread-safe.
 *
 * @param ticker the clock of spans that are written after their end
 * @param pool name of the pool
 */
record SpanSource(Tracer tracer, Ticker ticker, String pool) {

    /** Returns a builder for a span, named after the action and the pool. */
    SpanBuilder span(String action) {
        return tracer.spanBuilder(action + " " + pool).setAttribute(SpanKeys.POOL, pool);
    }

    Instant now() {
        return ticker.instant();
    }

    /** Returns the ids of a span, or null for an invalid one. */
    static @Nullable TraceContext contextOf(Span span) {
        SpanContext its = span.getSpanContext();
        return its.isValid() ? new TraceContext(its.getTraceId(), its.getSpanId(), its.isSampled()) : null;
    }

    /** Returns the span with these ids. */
    static Span spanOf(TraceContext trace) {
        TraceFlags flags = trace.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault();
        return Span.wrap(SpanContext.create(trace.traceId(), trace.spanId(), flags, TraceState.getDefault()));
    }

    /** Returns the message of a failure or, without one, its type. */
    static String textOf(Throwable failure) {
        return Objects.requireNonNullElse(
                failure.getMessage(), failure.getClass().getSimpleName());
    }
}
