package dev.sluice.pool.policy;

/** A moment at which the checks of the application run. */
public enum CheckMoment {
    /** Before a lease, after the idle time of validate-after-idle. */
    ACQUIRE,
    /** After a lease. */
    RETURN,
    /** At the validation of idle connections by the maintenance or by an operator. */
    BACKGROUND,
    /** Before the first lease. */
    FIRST
}
