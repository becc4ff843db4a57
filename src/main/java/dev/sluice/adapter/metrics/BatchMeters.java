package dev.sluice.adapter.metrics;

import dev.sluice.batch.control.BatchTotals;
import dev.sluice.batch.control.Batches;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.inject.Singleton;
import java.util.function.ToDoubleFunction;

/** Metrics of all batches together: the number of running batches, and of jobs by their result. */
@Singleton
@IfBuildProperty(name = "sluice.metrics.enabled", stringValue = "true")
public class BatchMeters implements MeterBinder {

    private static final String JOBS = "sluice.batch.jobs";
    private static final String OUTCOME = "outcome";

    private final Batches batches;

    BatchMeters(Batches batches) {
        this.batches = batches;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, "sluice.batch.running", "Batches that have not ended", BatchTotals::running);
        gauge(registry, "sluice.batch.waiting", "Batches that wait for their database", BatchTotals::waiting);
        jobs(registry, "succeeded", BatchTotals::succeeded);
        jobs(registry, "failed", BatchTotals::failed);
        FunctionCounter.builder("sluice.batch.retries", batches, of(BatchTotals::retried))
                .description("Jobs of batches that were begun again")
                .register(registry);
    }

    private void gauge(MeterRegistry registry, String name, String description, ToDoubleFunction<BatchTotals> value) {
        Gauge.builder(name, batches, of(value)).description(description).register(registry);
    }

    private void jobs(MeterRegistry registry, String outcome, ToDoubleFunction<BatchTotals> value) {
        FunctionCounter.builder(JOBS, batches, of(value))
                .tag(OUTCOME, outcome)
                .description("Jobs of batches that have ended")
                .register(registry);
    }

    private static ToDoubleFunction<Batches> of(ToDoubleFunction<BatchTotals> value) {
        return batches -> value.applyAsDouble(batches.totals());
    }
}
