package dev.sluice.pool;

/** The treatment of leases when a pool is closed. In every mode idle resources are closed at once. */
public enum CloseMode {
    /** Waits for the leases until a deadline, then breaks the remaining ones. */
    DRAIN,
    /** Leaves the leases; each resource is closed at its release. */
    IDLE_ONLY,
    /** Breaks the leases at once. */
    FORCE
}
