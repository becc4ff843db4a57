package dev.sluice.batch.jdbc;

import dev.sluice.batch.CannotGoOn;

/** A batch cannot be gone on with, as it is not the one that was begun. */
public final class ResumeRefused extends CannotGoOn {

    private static final long serialVersionUID = 1L;

    ResumeRefused(String message) {
        super(message);
    }
}
