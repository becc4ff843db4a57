package dev.sluice.adapter.telemetry;

import dev.sluice.pool.PoolTracer.OperationTrace;
import dev.sluice.pool.operation.OperationReport;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;

/** The span of one operation, and the current span of the thread that runs it. */
final class OperationSpan implements OperationTrace {

    private final Span span;
    private final Scope scope;

    // closed by the end of the operation, on the same thread
    @SuppressWarnings("MustBeClosedChecker")
    OperationSpan(Span span) {
        this.span = span;
        this.scope = span.makeCurrent();
    }

    @Override
    public void ended(OperationReport report) {
        span.setAttribute(SpanKeys.CREATED, (long) report.created());
        span.setAttribute(SpanKeys.RETIRED, (long) report.retired().size());
        span.setAttribute(SpanKeys.BROKEN, (long) report.broken().size());
        span.setAttribute(SpanKeys.OUTCOME, report.complete() ? "completed" : "incomplete");
        if (!report.complete()) {
            span.setStatus(StatusCode.ERROR, String.valueOf(report.message()));
        }
        end();
    }

    @Override
    public void failed(Throwable failure) {
        span.setAttribute(SpanKeys.OUTCOME, "failed");
        span.setAttribute(SpanKeys.ERROR, failure.getClass().getName());
        span.setStatus(StatusCode.ERROR, SpanSource.textOf(failure));
        end();
    }

    private void end() {
        scope.close();
        span.end();
    }
}
