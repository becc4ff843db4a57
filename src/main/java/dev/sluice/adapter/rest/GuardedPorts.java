package dev.sluice.adapter.rest;

import dev.sluice.access.AuditTrail;
import dev.sluice.access.CurrentRequester;
import dev.sluice.access.Guard;
import dev.sluice.batch.control.Batches;
import dev.sluice.batch.control.GuardedBatches;
import dev.sluice.control.GuardedControl;
import dev.sluice.control.PoolManager;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;

/** Produces the pools and batches as the sender of a request may see and change them. */
@Singleton
@IfBuildProperty(name = "sluice.http.enabled", stringValue = "true")
public class GuardedPorts {

    private final CurrentRequester current;
    private final Guard guard;

    GuardedPorts(CurrentRequester current, AuditTrail trail) {
        this.current = current;
        this.guard = new Guard(trail);
    }

    /** Produces the guard of HTTP requests. */
    @Produces
    @Singleton
    Guard guard() {
        return guard;
    }

    /** Produces the pools; not as a {@code PoolControl}, which is the unguarded port. */
    @Produces
    @Singleton
    @Typed(GuardedControl.class)
    GuardedControl control(PoolManager pools) {
        return new GuardedControl(pools, current, guard);
    }

    /** Produces the batches. */
    @Produces
    @Singleton
    GuardedBatches batches(Batches batches) {
        return new GuardedBatches(batches, current, guard);
    }
}
