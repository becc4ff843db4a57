package dev.sluice.adapter.jmx;

import java.security.Principal;

/**
 * The identity of a client that has logged in at the connector. It is part of the client's subject, which never leaves
 * this process. Immutable.
 *
 * @param principal the person or program
 * @param address the address of the client
 */
public record JmxIdentity(dev.sluice.access.Principal principal, String address) implements Principal {

    @Override
    public String getName() {
        return principal.name();
    }
}
