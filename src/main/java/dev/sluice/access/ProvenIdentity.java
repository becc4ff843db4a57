package dev.sluice.access;

import java.util.function.BooleanSupplier;

/**
 * The identity of a person or program, and whether it still counts. Immutable.
 *
 * @param principal the person or program
 * @param holds returns whether the credentials that prove the identity are still valid, with the same roles and pools;
 *     any thread may ask at any time, and the answer may take the time to read a changed file
 */
public record ProvenIdentity(Principal principal, BooleanSupplier holds) {

    /** Returns a proof that holds until the end of the process. */
    public static ProvenIdentity lasting(Principal principal) {
        return new ProvenIdentity(principal, () -> true);
    }
}
