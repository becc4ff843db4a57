package dev.sluice.pool.policy;

/** The effect of a policy that could hurt callers. */
public enum PolicyMode {
    /** The policy refuses, delays or ends. */
    ENFORCE,
    /** The policy counts the callers and leases that it would affect, and affects none of them. */
    OBSERVE
}
