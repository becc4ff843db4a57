package dev.sluice.adapter.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.access.Requester;
import dev.sluice.control.PoolFactory;
import dev.sluice.control.PoolManager;
import dev.sluice.control.operation.Command;
import dev.sluice.control.operation.Commands;
import dev.sluice.control.operation.Order;
import dev.sluice.control.operation.PoolPlan;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.pool.failure.PoolExists;
import dev.sluice.testing.FakeStore;
import dev.sluice.testing.FakeTime;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("In a trace, an order to create or delete a pool")
@Tag("fast")
class ProvisioningSpansTest {

    private static final Command CREATION = Commands.createPool(Map.of("url", "here"), false);

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .build();
    private final FakeTime time = new FakeTime();
    private final FakeStore store = new FakeStore();
    private final PoolManager manager = new PoolManager();
    private final Span request =
            telemetry.getTracer("application").spanBuilder("POST /pools").startSpan();

    /** Makes pools over the store. */
    private final class Factory implements PoolFactory {

        boolean keeps = true;

        @Override
        public ManagedPool<?> make(PoolPlan plan) {
            return new ManagedPool<>(
                    plan.name(),
                    PoolConfig.builder().minSize(2).maxSize(3).build(),
                    store,
                    new PoolRuntime(time, time, Runnable::run, () -> 0.5));
        }

        @Override
        public void keep(PoolPlan plan, ManagedPool<?> pool) {
            if (!keeps) {
                throw new IllegalStateException("no space");
            }
        }

        @Override
        public void checkDeletable(ManagedPool<?> pool) {}

        @Override
        public String forget(ManagedPool<?> pool, boolean forGood) {
            return "";
        }
    }

    private final Factory factory = new Factory();

    @BeforeEach
    void trace() {
        manager.use(factory);
        assertThat(PoolTracing.trace(manager, telemetry, time)).isTrue();
    }

    @AfterEach
    void close() {
        request.end();
        manager.close(Duration.ZERO);
        telemetry.close();
    }

    private void perform(Command command, boolean dryRun) {
        Scope scope = request.makeCurrent();
        try {
            manager.perform(new Order("orders", command, Requester.application("ada"), dryRun, null, null));
        } finally {
            scope.close();
        }
    }

    private SpanData span(String name) {
        return exporter.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .reduce((first, second) -> {
                    throw new AssertionError("two spans " + name);
                })
                .orElseThrow(() -> new AssertionError("no span " + name));
    }

    private SpanData ordered(String name) {
        SpanData span = span(name);
        assertThat(span.getTraceId()).isEqualTo(request.getSpanContext().getTraceId());
        assertThat(span.getParentSpanId()).isEqualTo(request.getSpanContext().getSpanId());
        assertThat(span.getAttributes().get(SpanKeys.POOL)).isEqualTo("orders");
        assertThat(span.getAttributes().get(SpanKeys.ORDER)).contains("op_");
        return span;
    }

    @Test
    @DisplayName("is a child span with operation, order, outcome and numbers; a dry run is none")
    void spans() {
        perform(CREATION, true);
        assertThat(exporter.getFinishedSpanItems()).isEmpty();
        perform(CREATION, false);
        SpanData creation = ordered("create-pool orders");
        assertThat(creation.getAttributes().get(SpanKeys.OPERATION)).isEqualTo("create-pool");
        assertThat(creation.getAttributes().get(SpanKeys.CREATED)).isEqualTo(2);
        assertThat(creation.getAttributes().get(SpanKeys.OUTCOME)).isEqualTo("completed");
        assertThat(creation.getStatus()).isEqualTo(StatusData.unset());

        perform(Commands.deletePool(CloseMode.DRAIN, Duration.ofSeconds(1), true), false);
        SpanData deletion = ordered("delete-pool orders");
        assertThat(deletion.getAttributes().get(SpanKeys.OPERATION)).isEqualTo("delete-pool");
        assertThat(deletion.getAttributes().get(SpanKeys.OUTCOME)).isEqualTo("completed");
        assertThat(span("close orders").getParentSpanId()).isEqualTo(deletion.getSpanId());
        assertThat(exporter.getFinishedSpanItems()).hasSize(3);
    }

    @Test
    @DisplayName("has error status if no connection works, the name is taken or the pool cannot be kept")
    void failures() {
        store.onCreate = attempt -> {
            throw new IllegalStateException("no route");
        };
        perform(CREATION, false);
        assertFailed("incomplete", "no route");

        store.onCreate = attempt -> {};
        factory.keeps = false;
        assertThatThrownBy(() -> perform(CREATION, false)).isInstanceOf(IllegalStateException.class);
        assertFailed("failed", "no space");

        factory.keeps = true;
        perform(CREATION, false);
        exporter.reset();
        assertThatThrownBy(() -> perform(CREATION, false)).isInstanceOf(PoolExists.class);
        assertFailed("failed", "orders");
    }

    private void assertFailed(String outcome, String reason) {
        SpanData creation = ordered("create-pool orders");
        assertThat(creation.getAttributes().get(SpanKeys.OUTCOME)).isEqualTo(outcome);
        assertThat(creation.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(creation.getStatus().getDescription()).contains(reason);
        assertThat(Span.current().getSpanContext().isValid()).isFalse();
        exporter.reset();
    }
}
