package dev.sluice.admission;

/**
 * What one tenant may have of a pool.
 *
 * @param floor so many permits are kept for it: others cannot take the last of them
 * @param cap it never has more than these at once
 * @param weight while several tenants want permits, each has its part in proportion to its weight
 * @param burst so many permits above that part it may have while others want some, too; more than that only if
 *     they cannot have them
 */
public record TenantShare(int floor, int cap, int weight, int burst) {

    /** Nothing is kept for it, and nothing kept from it; an equal part while others want some. */
    public static final TenantShare EQUAL = new TenantShare(0, Integer.MAX_VALUE, 1, 0);

    /** Checks the values. */
    public TenantShare {
        AdmissionPolicy.require(floor >= 0, "floor", "must not be negative", floor);
        AdmissionPolicy.require(cap >= 1, "cap", "must be at least 1", cap);
        AdmissionPolicy.require(floor <= cap, "floor", "must not exceed cap (" + cap + ")", floor);
        AdmissionPolicy.require(weight >= 1, "weight", "must be at least 1", weight);
        AdmissionPolicy.require(burst >= 0, "burst", "must not be negative", burst);
    }
}
