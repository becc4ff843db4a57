package dev.sluice.generic;

/**
 * A pool is closed, but not empty: some resources were still on lease, or being made or closed, when the time for that
 * was over. Leases are not broken; what comes back later is closed then.
 */
public final class CloseTimeout extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CloseTimeout(String message) {
        super(message);
    }
}
