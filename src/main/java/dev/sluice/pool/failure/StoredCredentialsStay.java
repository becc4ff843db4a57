package dev.sluice.pool.failure;

import dev.sluice.value.BadValue;

/**
 * Refuses a request that would send stored credentials to a host that the configuration does not name for them.
 * Nothing has been sent, and nothing has changed.
 */
public final class StoredCredentialsStay extends BadValue {

    private static final long serialVersionUID = 1L;

    /** Creates the refusal of a URL; the rule names the host, and never the credentials. */
    public StoredCredentialsStay(String rule) {
        super("url", rule, null);
    }
}
