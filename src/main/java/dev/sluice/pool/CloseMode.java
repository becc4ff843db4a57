package dev.sluice.pool;

/** The treatment of leases when a pool is closed. In every mode idle resources are closed at once. */
public enum CloseMode {
    /** Waits for the leases up to a deadline, then breaks what is left. */
    DRAIN,
    /** Leaves them; each is closed when it is released. */
    IDLE_ONLY,
    /** Breaks them at once. */
    FORCE
}
