package dev.sluice.testing;

import dev.sluice.access.CurrentRequester;
import dev.sluice.access.Principal;
import dev.sluice.access.Requester;
import dev.sluice.access.Role;
import dev.sluice.access.Surface;
import dev.sluice.adapter.jmx.JmxCall;
import java.util.concurrent.Callable;

/** JMX clients of tests. */
public final class JmxClient {

    /** A client that may do everything. */
    public static final CurrentRequester ADMIN =
            () -> new Requester(Principal.of("ada", Role.ADMIN), null, Surface.JMX);

    private JmxClient() {}

    /** Returns what a client that has logged in as an administrator gets, from the MBean server of this process. */
    public static <T> T asAdmin(Callable<T> call) throws Exception {
        JmxCall begun = JmxCall.begin(ADMIN.requester());
        try {
            return call.call();
        } finally {
            begun.close();
        }
    }
}
