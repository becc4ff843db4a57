package dev.sluice.pool.failure;

/** The name of {@link ReleaseRefused} in a generic pool. */
public final class InvalidConnection extends ReleaseRefused {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with the message of the refusal. */
    public InvalidConnection(ReleaseRefused refusal) {
        super(refusal.pool(), refusal.reason(), refusal.words());
    }
}
