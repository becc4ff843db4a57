package dev.sluice.adapter.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.control.PoolManager;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.testing.FakeStore;
import dev.sluice.testing.FakeTime;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.inject.Instance;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
@DisplayName("At its start, an application traces its pools")
class TracingStartTest {

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .build();
    private final FakeTime time = new FakeTime();
    private final PoolManager manager = new PoolManager();

    @AfterEach
    void close() {
        GlobalOpenTelemetry.resetForTest();
        manager.close(Duration.ZERO);
        telemetry.close();
    }

    @Test
    @DisplayName("with the tracer that is a bean")
    void bean() {
        start(telemetry);
        assertThat(spansOfReset()).isOne();
    }

    @Test
    @DisplayName("without such a bean with the tracer of the process, as an agent registers it")
    void global() {
        GlobalOpenTelemetry.set(telemetry);
        start(null);
        assertThat(spansOfReset()).isOne();
    }

    @Test
    @DisplayName("with none if there is neither, and leaves the place of the process free for a later one")
    void none() {
        start(null);
        assertThat(spansOfReset()).isZero();
        assertThat(GlobalOpenTelemetry.isSet()).isFalse();
    }

    @Test
    @DisplayName("with none if the bean is that of a disabled SDK")
    void disabled() {
        start(OpenTelemetry.noop());
        assertThat(spansOfReset()).isZero();
    }

    private void start(@Nullable OpenTelemetry bean) {
        new TracingStart().start(new StartupEvent(), manager, instance(bean));
    }

    @SuppressWarnings("unchecked")
    private static Instance<OpenTelemetry> instance(@Nullable OpenTelemetry bean) {
        return (Instance<OpenTelemetry>) Proxy.newProxyInstance(
                TracingStartTest.class.getClassLoader(),
                new Class<?>[] {Instance.class},
                (self, method, values) -> method.getName().equals("isResolvable") ? bean != null : bean);
    }

    private int spansOfReset() {
        ManagedPool<FakeStore.Thing> pool = new ManagedPool<>(
                "orders",
                PoolConfig.builder().minSize(1).maxSize(1).build(),
                new FakeStore(),
                new PoolRuntime(time, time, Runnable::run, () -> 0.5));
        manager.register(pool);
        pool.start().join();
        pool.reset(false);
        return exporter.getFinishedSpanItems().size();
    }
}
