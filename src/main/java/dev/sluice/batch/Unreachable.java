package dev.sluice.batch;

import org.jspecify.annotations.Nullable;

/** No connection could be made. That is nobody's fault and may pass. */
public final class Unreachable extends Exception {

    private static final long serialVersionUID = 1L;

    /** For that reason. */
    public Unreachable(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }
}
