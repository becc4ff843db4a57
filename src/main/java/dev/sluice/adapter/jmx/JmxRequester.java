package dev.sluice.adapter.jmx;

import dev.sluice.access.CurrentRequester;
import dev.sluice.access.Mechanism;
import dev.sluice.access.Principal;
import dev.sluice.access.Requester;
import dev.sluice.access.Role;
import dev.sluice.access.Surface;
import java.util.Objects;

/**
 * Tells which JMX client asks. A client of the connector of this package, which begins a {@link JmxCall} for each
 * call, is the principal of its login. Every other client is {@code local} and has the local role: processes of the same user that attach to this JVM, code of this JVM,
 * and clients of a connector of the JDK, which has its own log-in. Thread-safe.
 */
public final class JmxRequester implements CurrentRequester {

    private static final String LOCAL = "local";

    private final Requester local;

    /**
     * Creates the source of requesters.
     *
     * @param localRole the role of local clients, {@link Role#VIEWER} or {@link Role#OPERATOR}
     */
    public JmxRequester(Role localRole) {
        if (localRole != Role.VIEWER && localRole != Role.OPERATOR) {
            throw new IllegalArgumentException("a local JMX client has the role viewer or operator, not " + localRole);
        }
        local = new Requester(Principal.of(LOCAL, localRole).provenBy(Mechanism.LOCAL_JMX), null, Surface.JMX);
    }

    @Override
    public Requester requester() {
        return Objects.requireNonNullElse(JmxCall.current(), local);
    }
}
