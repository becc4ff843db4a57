package dev.sluice.adapter.quarkus;

import dev.sluice.adapter.rest.Demonstration;
import jakarta.inject.Singleton;

/** Whether the service has nothing but the H2 in memory that is there when nothing is configured. Thread-safe. */
@Singleton
public class EmbeddedDefault implements Demonstration {

    private final Pools pools;
    private volatile boolean over;

    EmbeddedDefault(Pools pools) {
        this.pools = pools;
    }

    @Override
    public boolean isOn() {
        if (!over && !pools.areAllEmbedded()) {
            over = true;
        }
        return !over;
    }
}
