package dev.sluice.adapter.telemetry;

import dev.sluice.control.PoolManager;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

/**
 * Traces the pools of an application with the tracer of {@code quarkus-opentelemetry} or, without that extension, with
 * the one that an agent has registered for the process. Without either, nothing is traced.
 */
@Singleton
@IfBuildProperty(name = TracingStart.KEY, stringValue = "true")
public final class TracingStart {

    /** The key of the switch. */
    static final String KEY = "sluice.tracing.enabled";

    private static final int BEFORE_POOLS = 60;

    void start(
            @Observes @Priority(BEFORE_POOLS) StartupEvent event,
            PoolManager manager,
            Instance<OpenTelemetry> telemetry) {
        if (telemetry.isResolvable()) {
            PoolTracing.trace(manager, telemetry.get());
        } else if (GlobalOpenTelemetry.isSet()) { // otherwise get() registers an empty one, and no later one can be set
            PoolTracing.trace(manager, GlobalOpenTelemetry.get());
        }
    }
}
