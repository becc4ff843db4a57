package dev.sluice.adapter.quarkus;

import dev.sluice.adapter.identity.EmbeddedOnly;
import jakarta.inject.Singleton;

/** The pools of a demonstration: the only database is the in-memory H2 of an unconfigured service. Thread-safe. */
@Singleton
public class EmbeddedDefault implements EmbeddedOnly {

    private final Pools pools;
    private volatile boolean over;

    EmbeddedDefault(Pools pools) {
        this.pools = pools;
    }

    @Override
    public boolean isAlone() {
        if (!over && !pools.areAllEmbedded()) {
            over = true;
        }
        return !over;
    }
}
