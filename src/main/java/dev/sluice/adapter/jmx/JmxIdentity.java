package dev.sluice.adapter.jmx;

import dev.sluice.access.ProvenIdentity;
import dev.sluice.access.Requester;
import dev.sluice.access.Surface;
import java.security.Principal;

/**
 * The identity of a client that has logged in at the connector. It is part of the client's subject, which never leaves
 * this process. Immutable.
 *
 * @param proof the person or program, as long as it may use the connection
 * @param address the address of the client
 */
public record JmxIdentity(ProvenIdentity proof, String address) implements Principal {

    @Override
    public String getName() {
        return proof.principal().name();
    }

    /** Returns the origin of the client's calls. */
    public Requester requester() {
        return new Requester(proof.principal(), address, Surface.JMX);
    }
}
