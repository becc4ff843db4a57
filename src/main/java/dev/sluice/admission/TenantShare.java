package dev.sluice.admission;

/**
 * The share of one tenant in a pool.
 *
 * @param floor number of permits that are kept for the tenant; other tenants cannot take the last of them
 * @param cap maximum number of permits of the tenant
 * @param weight part of the tenant, in proportion to its weight, while several tenants want permits
 * @param burst number of permits above that part while other tenants want permits, too; more only if the others cannot
 *     have them
 */
public record TenantShare(int floor, int cap, int weight, int burst) {

    /** A share without floor and cap: an equal part while other tenants want permits. */
    public static final TenantShare EQUAL = new TenantShare(0, Integer.MAX_VALUE, 1, 0);

    /** Checks the values. */
    public TenantShare {
        GateRules.FLOOR.check(floor);
        GateRules.CAP.check(cap);
        PolicyChecks.require(floor <= cap, "floor", "must not exceed cap (" + cap + ")", floor);
        GateRules.WEIGHT.check(weight);
        GateRules.BURST.check(burst);
    }
}
