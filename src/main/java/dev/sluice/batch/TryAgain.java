package dev.sluice.batch;

import org.jspecify.annotations.Nullable;

/** A job did not take effect because of something that others did at the same time, such as a deadlock. */
public final class TryAgain extends Exception {

    private static final long serialVersionUID = 1L;

    /** For that reason. */
    public TryAgain(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }
}
