package dev.sluice.pool;

import java.util.List;

/** The parts of the policies that concern creations and the waits for them. Immutable. */
record CreationPolicies<R>(BreakerPart<R> breaker, OutagePart<R> outage, PacePart<R> pace) {

    CreationPolicies(PoolCore<R> core, Supply supply) {
        this(new BreakerPart<>(core, supply), new OutagePart<>(core, supply), new PacePart<>(core, supply));
    }

    List<PolicyPart> parts() {
        return List.of(breaker, outage, pace);
    }
}
