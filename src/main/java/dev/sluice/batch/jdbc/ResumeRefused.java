package dev.sluice.batch.jdbc;

import dev.sluice.batch.CannotGoOn;

/** Signals that a batch cannot be continued, because it differs from the batch that was begun. */
public final class ResumeRefused extends CannotGoOn {

    private static final long serialVersionUID = 1L;

    ResumeRefused(String message) {
        super(message);
    }
}
