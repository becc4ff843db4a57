package dev.sluice.adapter.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.access.Requester;
import dev.sluice.admission.Priority;
import dev.sluice.control.PoolManager;
import dev.sluice.control.operation.Command;
import dev.sluice.control.operation.Commands;
import dev.sluice.control.operation.Order;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.Lease;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.pool.failure.CircuitOpen;
import dev.sluice.pool.failure.CreationFailed;
import dev.sluice.pool.failure.PoolDisabled;
import dev.sluice.pool.failure.PoolSaturated;
import dev.sluice.pool.failure.RateLimited;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.Selector;
import dev.sluice.pool.policy.Breaker;
import dev.sluice.pool.policy.PolicyMode;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.policy.Rate;
import dev.sluice.pool.policy.RateLimit;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.FakeTime;
import dev.sluice.time.Deadline;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("fast")
@Timeout(60)
@DisplayName("With a real tracer")
class PoolTracingTest {

    private static final AcquireRequest BILLING =
            AcquireRequest.DEFAULT.withPriority(Priority.LOW).withTenant("acme").withTag("feature", "billing");

    private static final RateLimit ONE =
            new RateLimit(new Rate(1, Rate.Unit.H, 1), null, null, null, PolicyMode.ENFORCE);
    private static final Breaker FIRST_FAILURE = new Breaker(1, Duration.ofMinutes(10), PolicyMode.ENFORCE);

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .build();
    private final Tracer application = telemetry.getTracer("application");
    private final FakeTime time = new FakeTime();
    private final FakeStore store = new FakeStore();
    private final PoolManager manager = new PoolManager();

    @AfterEach
    void close() {
        manager.close(Duration.ZERO);
        telemetry.close();
    }

    @Test
    @DisplayName("an acquire in a trace is a child span with pool, connection, lane, tenant, tags and outcome")
    void child() throws Exception {
        ManagedPool<Thing> orders = traced(config -> config);
        Span request = application.spanBuilder("GET /orders").startSpan();
        Lease<Thing> lease = in(request, () -> orders.acquire(BILLING));
        lease.close();
        request.end();

        SpanData span = span("acquire orders");
        assertThat(span.getTraceId()).isEqualTo(request.getSpanContext().getTraceId());
        assertThat(span.getParentSpanId()).isEqualTo(request.getSpanContext().getSpanId());
        assertThat(span.getInstrumentationScopeInfo().getName()).isEqualTo("dev.sluice");
        assertThat(span.getAttributes().get(SpanKeys.POOL)).isEqualTo("orders");
        assertThat(span.getAttributes().get(SpanKeys.CONNECTION)).isEqualTo(lease.name());
        assertThat(span.getAttributes().get(SpanKeys.LANE)).isEqualTo("LOW");
        assertThat(span.getAttributes().get(SpanKeys.TENANT)).isEqualTo("acme");
        assertThat(span.getAttributes().get(SpanKeys.TAGS)).isEqualTo("{feature=billing}");
        assertThat(span.getAttributes().get(SpanKeys.OUTCOME)).isEqualTo("leased");
        assertThat(span.getAttributes().get(SpanKeys.WAIT)).isZero();
        assertThat(span.getStatus()).isEqualTo(StatusData.unset());
    }

    @Test
    @DisplayName("an acquire outside of a trace is a root span if it waited, and no span otherwise")
    void root() throws Exception {
        ManagedPool<Thing> orders = traced(config -> config);
        Lease<Thing> held = orders.acquire();
        assertThat(exporter.getFinishedSpanItems()).isEmpty();
        Caller<Void> waiter = waiter(orders);
        time.advance(Duration.ofSeconds(2));
        held.close();
        waiter.result();

        SpanData span = span("acquire orders");
        assertThat(span.getParentSpanContext().isValid()).isFalse();
        assertThat(span.getAttributes().get(SpanKeys.WAIT)).isBetween(2.0, 3.0);
        assertThat(Duration.ofNanos(span.getEndEpochNanos() - span.getStartEpochNanos()))
                .isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    @DisplayName("the trace of a caller is shown among waiters and holders, in events and after the wait")
    void traceIds() throws Exception {
        ManagedPool<Thing> orders = traced(config -> config);
        Span request = application.spanBuilder("GET /orders").startSpan();
        String trace = request.getSpanContext().getTraceId();
        Lease<Thing> held = in(request, orders::acquire);
        Caller<Void> waiter = Caller.start(() -> in(request, () -> {
            orders.acquire(BILLING.withTimeout(Duration.ofSeconds(5))).close();
            return null;
        }));
        Await.until("the caller waits", () -> orders.stats().waiting() == 1 && waiter.isWaiting());

        assertThat(orders.queue(false).holders())
                .singleElement()
                .satisfies(holder -> assertThat(holder.traceId()).isEqualTo(trace));
        assertThat(orders.queue(false).waiters())
                .singleElement()
                .satisfies(each -> assertThat(each.traceId()).isEqualTo(trace));
        assertThat(orders.stats().connections())
                .singleElement()
                .satisfies(each -> assertThat(each.traceId()).isEqualTo(trace));
        assertThat(held.request().trace().spanId())
                .isEqualTo(request.getSpanContext().getSpanId());
        time.advance(Duration.ofSeconds(6));
        assertThat(waiter.failure()).isInstanceOf(AcquireTimeout.class);
        assertThat(orders.gaveUp())
                .singleElement()
                .satisfies(each -> assertThat(each.traceId()).isEqualTo(trace));
        time.advance(Duration.ofSeconds(60));
        assertThat(orders.leaks(false))
                .singleElement()
                .satisfies(each -> assertThat(each.traceId()).isEqualTo(trace));
        held.close();
        assertThat(orders.recentEvents(100)).anyMatch(event -> trace.equals(event.traceId()));
        request.end();
    }

    @Test
    @DisplayName("an acquire without a lease is a span with error status, in and outside of a trace")
    void failures() throws Exception {
        ManagedPool<Thing> orders = traced(config -> config);
        Span request = application.spanBuilder("GET /orders").startSpan();
        Lease<Thing> held = orders.acquire();
        assertThatThrownBy(() -> in(request, () -> orders.acquire(BILLING.withTimeout(Duration.ZERO))))
                .isInstanceOfAny(PoolSaturated.class, AcquireTimeout.class);
        SpanData refused = span("acquire orders");
        assertThat(refused.getParentSpanId()).isEqualTo(request.getSpanContext().getSpanId());
        assertFailed(refused, refused.getAttributes().get(SpanKeys.OUTCOME));
        assertThat(refused.getAttributes().get(SpanKeys.OUTCOME)).isIn("timeout", "saturated");
        exporter.reset();

        Caller<Void> late = waiter(orders);
        time.advance(Duration.ofMinutes(1));
        assertThat(late.failure()).isInstanceOf(AcquireTimeout.class);
        assertFailed(span("acquire orders"), "timeout");
        assertThat(span("acquire orders").getAttributes().get(SpanKeys.ERROR))
                .isEqualTo("dev.sluice.pool.failure.AcquireTimeout");
        exporter.reset();

        Caller<Void> interrupted = waiter(orders);
        interrupted.interrupt();
        assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
        assertFailed(span("acquire orders"), "interrupted");
        exporter.reset();

        Deadline deadline = Deadline.in(Duration.ofSeconds(20), time);
        Caller<Void> cancelled = Caller.start(() -> {
            orders.acquire(AcquireRequest.DEFAULT, deadline).close();
            return null;
        });
        Await.until("the caller waits", () -> orders.stats().waiting() == 1 && cancelled.isWaiting());
        deadline.cutShort("as the request was cancelled");
        time.advance(Duration.ofMillis(1));
        orders.queue(false);
        cancelled.interrupt();
        cancelled.failure();
        assertFailed(span("acquire orders"), "cancelled");
        exporter.reset();
        held.close();

        orders.disable(OperationContext.plain());
        exporter.reset();
        assertThatThrownBy(orders::acquire).isInstanceOf(PoolDisabled.class);
        assertFailed(span("acquire orders"), "disabled");
    }

    @Test
    @DisplayName("refusals of a rate limit and of an open circuit are spans with error status")
    void policies() throws Exception {
        ManagedPool<Thing> limited = traced(config -> config.policies(PoolPolicies.NONE.with(ONE)));
        limited.acquire().close();
        assertThatThrownBy(limited::acquire).isInstanceOf(RateLimited.class);
        assertFailed(span("acquire orders"), "rate_limited");
        exporter.reset();

        limited.reconfigure(config -> config.policies(PoolPolicies.NONE.with(FIRST_FAILURE)));
        store.onCreate = attempt -> {
            throw new IllegalStateException("no route");
        };
        limited.reset(false);
        exporter.reset();
        assertThatThrownBy(limited::acquire).isInstanceOfAny(CircuitOpen.class, CreationFailed.class);
        assertThatThrownBy(limited::acquire).isInstanceOf(CircuitOpen.class);
        List<SpanData> spans = exporter.getFinishedSpanItems();
        assertFailed(spans.get(spans.size() - 1), "circuit_open");
    }

    @Test
    @DisplayName("an operation is a span, and is linked with the request whose lease it breaks")
    void broken() throws Exception {
        ManagedPool<Thing> orders = traced(config -> config);
        Span request = application.spanBuilder("GET /orders").startSpan();
        Lease<Thing> held = in(request, () -> orders.acquire(BILLING));
        exporter.reset();

        var report = orders.reset(true);

        request.end();
        assertThat(report.brokenLeases())
                .singleElement()
                .satisfies(lease -> assertThat(lease.traceId())
                        .isEqualTo(request.getSpanContext().getTraceId()));
        SpanData reset = span("reset orders");
        assertThat(reset.getParentSpanContext().isValid()).isFalse();
        assertThat(reset.getAttributes().get(SpanKeys.POOL)).isEqualTo("orders");
        assertThat(reset.getAttributes().get(SpanKeys.OPERATION)).isEqualTo("reset");
        assertThat(reset.getAttributes().get(SpanKeys.OUTCOME)).isEqualTo("completed");
        assertThat(reset.getAttributes().get(SpanKeys.BROKEN)).isEqualTo(1);
        assertThat(reset.getLinks())
                .singleElement()
                .satisfies(link -> assertThat(link.getSpanContext()).isEqualTo(request.getSpanContext()));
        SpanData caller = span("GET /orders");
        assertThat(caller.getLinks()).singleElement().satisfies(link -> {
            assertThat(link.getSpanContext()).isEqualTo(reset.getSpanContext());
            assertThat(link.getAttributes().get(SpanKeys.CONNECTION)).isEqualTo(held.name());
        });
        assertThat(caller.getEvents()).singleElement().satisfies(event -> {
            assertThat(event.getName()).isEqualTo("lease broken");
            assertThat(event.getAttributes().get(SpanKeys.CONNECTION)).isEqualTo(held.name());
            assertThat(event.getAttributes().get(SpanKeys.REASON)).isNotBlank();
        });
    }

    @Test
    @DisplayName("the span of an order is a child of the span that orders it, and a dry run has none")
    void order() throws Exception {
        traced(config -> config);
        Span request = application.spanBuilder("POST /pool/expire").startSpan();
        Command expire = Commands.expire(Selector.PAST_LIFETIME);
        in(request, () -> manager.perform(Order.of("orders", expire, "test")));
        in(request, () -> manager.perform(new Order("orders", expire, Requester.APPLICATION, true, null, null)));
        SpanData span = span("expire orders");
        assertThat(span.getParentSpanId()).isEqualTo(request.getSpanContext().getSpanId());
        assertThat(span.getAttributes().get(SpanKeys.ORDER)).contains("op_");
        assertThat(exporter.getFinishedSpanItems()).hasSize(1);
        request.end();
    }

    @Test
    @DisplayName("a failed operation has error status, and the thread has no span afterwards")
    void failedOperation() {
        ManagedPool<Thing> orders = traced(config -> config);
        store.onCreate = attempt -> {
            throw new IllegalStateException("no route");
        };
        assertThat(orders.reset(false).complete()).isFalse();
        SpanData reset = span("reset orders");
        assertFailed(reset, "incomplete");
        assertThat(reset.getStatus().getDescription()).contains("no route");
        assertThat(Span.current().getSpanContext().isValid()).isFalse();
    }

    @Test
    @DisplayName("without a real tracer, the pool has no tracer and its acquires take no step")
    void off() throws Exception {
        assertThat(PoolTracing.trace(manager, OpenTelemetry.noop(), time)).isFalse();
        ManagedPool<Thing> orders = pool(config -> config);
        AcquireRequest mine = BILLING;
        try (Lease<Thing> lease = orders.acquire(mine)) {
            assertThat(lease.request()).as("no copy").isSameAs(mine);
        }
    }

    @Test
    @DisplayName("a tracer that is removed with its pool follows nothing any more")
    void removed() throws Exception {
        ManagedPool<Thing> orders = traced(config -> config);
        manager.unregister(orders);
        Span request = application.spanBuilder("GET /orders").startSpan();
        in(request, orders::acquire).close();
        assertThat(exporter.getFinishedSpanItems()).isEmpty();
        orders.close();
        request.end();
    }

    private ManagedPool<Thing> traced(UnaryOperator<PoolConfig.Builder> change) {
        assertThat(PoolTracing.trace(manager, telemetry, time)).isTrue();
        return pool(change);
    }

    private ManagedPool<Thing> pool(UnaryOperator<PoolConfig.Builder> change) {
        ManagedPool<Thing> pool = new ManagedPool<>(
                "orders",
                change.apply(PoolConfig.builder().minSize(1).maxSize(1)).build(),
                store,
                new PoolRuntime(time, time, Runnable::run, () -> 0.5));
        manager.register(pool);
        pool.start().join();
        return pool;
    }

    private Caller<Void> waiter(ManagedPool<Thing> orders) {
        Caller<Void> waiter = Caller.start(() -> {
            orders.acquire(AcquireRequest.DEFAULT.withTimeout(Duration.ofSeconds(20)))
                    .close();
            return null;
        });
        Await.until("the caller waits", () -> orders.stats().waiting() == 1 && waiter.isWaiting());
        return waiter;
    }

    private static <T> T in(Span span, Callable<T> call) throws Exception {
        Scope scope = span.makeCurrent();
        try {
            return call.call();
        } finally {
            scope.close();
        }
    }

    private SpanData span(String name) {
        List<SpanData> found = exporter.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
        assertThat(found).as(name).hasSize(1);
        return found.get(0);
    }

    private static void assertFailed(SpanData span, String outcome) {
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span.getStatus().getDescription()).isNotBlank();
        assertThat(span.getAttributes().get(SpanKeys.OUTCOME)).isEqualTo(outcome);
    }
}
