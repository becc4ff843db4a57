package dev.sluice.adapter.quarkus;

import dev.sluice.generic.GenericPool;
import dev.sluice.keyed.KeyedConfig;
import dev.sluice.keyed.KeyedPool;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/** Pools that an application makes itself; an alternative, as other tests have an application without. */
@Alternative
@Singleton
public class ApplicationPools {

    /** A pooled worker, which records its close. */
    static final class Worker implements AutoCloseable {
        final AtomicInteger closes = new AtomicInteger();

        @Override
        public void close() {
            closes.incrementAndGet();
        }
    }

    @Produces
    @Alternative
    @Singleton
    GenericPool<Worker> workers() {
        return GenericPool.<Worker>builder("workers")
                .factory(Worker::new)
                .closer(Worker::close)
                .maxSize(4)
                .build();
    }

    @Produces
    @Alternative
    @Singleton
    KeyedPool<String, Worker> sessions() {
        return KeyedPool.open(
                "sessions", KeyedConfig.builder().maxOpenResources(5).build(), key -> new Worker());
    }
}
