package dev.sluice.batch;

import org.jspecify.annotations.Nullable;

/**
 * The server could not do a chunk for a reason of its own that passes, such as a full disk or a lock that somebody has.
 * Nothing of the chunk took effect, and none of its jobs is at fault.
 */
public final class ServerTrouble extends Exception {

    private static final long serialVersionUID = 1L;

    /** For that reason. */
    public ServerTrouble(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }
}
