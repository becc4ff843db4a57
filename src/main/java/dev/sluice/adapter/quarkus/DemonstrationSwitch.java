package dev.sluice.adapter.quarkus;

import dev.sluice.access.Demonstration;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Permits demonstration traffic on the pools that exist at the start, while the demonstration mode is in force. */
@Singleton
public class DemonstrationSwitch {

    private static final int AFTER_POOLS = 200;

    void apply(@Observes @Priority(AFTER_POOLS) StartupEvent event, Demonstration demonstration, Pools pools) {
        if (demonstration.isOn()) {
            pools.permitDemonstration(demonstration::isOn);
        }
    }
}
