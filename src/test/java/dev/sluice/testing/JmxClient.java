package dev.sluice.testing;

import dev.sluice.access.CurrentRequester;
import dev.sluice.access.Principal;
import dev.sluice.access.Requester;
import dev.sluice.access.Role;
import dev.sluice.access.Surface;

/** JMX clients of tests. */
public final class JmxClient {

    /** A client that may do everything. */
    public static final CurrentRequester ADMIN =
            () -> new Requester(Principal.of("ada", Role.ADMIN), null, Surface.JMX);

    private JmxClient() {}
}
