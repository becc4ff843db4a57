package dev.sluice.pool.failure;

/** The name of {@link AcquireTimeout} in a generic pool. */
public final class GetTimeout extends AcquireTimeout {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with the message of the timeout. */
    public GetTimeout(AcquireTimeout timeout) {
        super(timeout.pool(), timeout.words());
    }
}
