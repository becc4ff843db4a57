package dev.sluice.batch;

import org.jspecify.annotations.Nullable;

/** A connection broke while a job was under way; whether the job took effect is not known. */
public final class ConnectionLost extends Exception {

    private static final long serialVersionUID = 1L;

    /** For that reason. */
    public ConnectionLost(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }
}
