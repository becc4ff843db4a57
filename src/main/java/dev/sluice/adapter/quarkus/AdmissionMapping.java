package dev.sluice.adapter.quarkus;

import java.util.Map;
import java.util.Optional;

/**
 * The rules of a gate, see {@code AdmissionPolicy}: texts, read where those of REST and JMX are read. {@code GateRules}
 * declares the rules; MicroProfile Config needs a method for each key. A test compares both with the reference.
 */
public interface AdmissionMapping {

    /** {@code bounded} or {@code strict}. */
    Optional<String> fairness();

    /** Maximum number of callers that may overtake one waiter. */
    Optional<String> overtaking();

    /** The wait that counts as one lane higher. */
    Optional<String> aging();

    /** Maximum number of callers that wait at the same time. */
    Optional<String> maxWaiters();

    /** Maximum number of waiting callers of single lanes. */
    Map<String, String> maxWaitersByLane();

    /** Returns whether the caps refuse callers, or only count them. */
    Optional<String> enforceCaps();

    /** Connections kept for a lane and those above it. */
    Map<String, String> reserved();

    /** Connections kept for threads that hold one already. */
    Optional<String> reservedForNested();

    /** Returns whether a caller that would block itself is refused. */
    Optional<String> refuseNested();

    /** Returns whether a caller that would not be served in time is refused at once. */
    Optional<String> failFast();

    /** The rule that refuses waiters under standing overload. */
    Optional<SheddingMapping> shedding();

    /** The shares of tenants. */
    Map<String, ShareMapping> tenants();

    /** The share of each tenant that is not named. */
    Optional<ShareMapping> otherTenants();

    /** See {@code SheddingMapping}. */
    interface SheddingMapping {

        /** A wait that is acceptable all the time. */
        Optional<String> target();

        /** Interval for which waits may be above the target. */
        Optional<String> interval();
    }

    /** See {@code TenantShare}. */
    interface ShareMapping {

        /** Connections kept for the tenant. */
        Optional<String> floor();

        /** Maximum number of connections of the tenant at the same time. */
        Optional<String> cap();

        /** Weight of the tenant while other tenants want connections. */
        Optional<String> weight();

        /** Connections beyond the tenant's share that are permitted even then. */
        Optional<String> burst();
    }
}
