package dev.sluice.batch;

import org.jspecify.annotations.Nullable;

/**
 * Signals that the server could not do a chunk for a passing reason of its own. Examples are a full disk and a lock
 * held by another session. Nothing of the chunk took effect, and none of its jobs is at fault.
 */
public final class ServerTrouble extends Exception {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with its reason and, if known, its cause. */
    public ServerTrouble(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }
}
