package dev.sluice.pool.failure;

/**
 * Refuses a request that would send stored credentials to a host that the configuration does not name for them.
 * Nothing has been sent, and nothing has changed.
 */
public final class StoredCredentialsStay extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception; the message names the host, and never the credentials. */
    public StoredCredentialsStay(String message) {
        super(message);
    }
}
