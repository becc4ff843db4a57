package dev.sluice.pool.failure;

import dev.sluice.value.BadValue;

/**
 * Refuses a request that names a database which the configuration does not permit for requests. Nothing has been sent,
 * and nothing has changed.
 */
public final class TargetNotAllowed extends BadValue {

    private static final long serialVersionUID = 1L;

    /** Creates the refusal of a URL; the rule names the host or the kind of database. */
    public TargetNotAllowed(String rule) {
        super("url", rule, null);
    }
}
