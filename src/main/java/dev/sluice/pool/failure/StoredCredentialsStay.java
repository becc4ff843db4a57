package dev.sluice.pool.failure;

/**
 * A request would send credentials that are stored here to a host that the configuration does not name for them.
 * Nothing has been sent, and nothing has changed.
 */
public final class StoredCredentialsStay extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** With the host, and without the credentials. */
    public StoredCredentialsStay(String message) {
        super(message);
    }
}
