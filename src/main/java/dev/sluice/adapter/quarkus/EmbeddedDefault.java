package dev.sluice.adapter.quarkus;

import dev.sluice.adapter.identity.Demonstration;
import jakarta.inject.Singleton;

/** A demonstration that lasts while the only database is the in-memory H2 of an unconfigured service. Thread-safe. */
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
