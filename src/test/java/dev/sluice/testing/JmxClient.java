package dev.sluice.testing;

import dev.sluice.access.CurrentRequester;
import dev.sluice.access.Principal;
import dev.sluice.access.Requester;
import dev.sluice.access.Role;
import dev.sluice.access.Surface;
import dev.sluice.adapter.jmx.JmxIdentity;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.Set;
import java.util.concurrent.Callable;
import javax.security.auth.Subject;

/** JMX clients of tests. */
public final class JmxClient {

    /** A client that may do everything. */
    public static final CurrentRequester ADMIN =
            () -> new Requester(Principal.of("ada", Role.ADMIN), null, Surface.JMX);

    private static final JmxIdentity ADA = new JmxIdentity(Principal.of("ada", Role.ADMIN), "127.0.0.1");

    private JmxClient() {}

    /** Returns what a client that has logged in as an administrator gets, from the MBean server of this process. */
    public static <T> T asAdmin(Callable<T> call) throws Exception {
        try {
            return Subject.doAs(
                    new Subject(true, Set.of(ADA), Set.of(), Set.of()), (PrivilegedExceptionAction<T>) call::call);
        } catch (PrivilegedActionException e) {
            throw e.getException();
        }
    }
}
