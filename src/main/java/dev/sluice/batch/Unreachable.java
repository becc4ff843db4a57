package dev.sluice.batch;

import org.jspecify.annotations.Nullable;

/** Signals that no connection could be made; no job is at fault, and a later attempt may succeed. */
public final class Unreachable extends Exception {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with its reason and, if known, its cause. */
    public Unreachable(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }
}
