package dev.sluice.adapter.jmx.remote;

import dev.sluice.adapter.jmx.JmxIdentity;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.rmi.server.RMIClientSocketFactory;
import java.rmi.server.UnicastRemoteObject;
import java.util.Map;
import javax.management.remote.rmi.RMIConnection;
import javax.management.remote.rmi.RMIJRMPServerImpl;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;

/** The remote object at which clients log in. It gives each client a {@link GuardedConnection}. Thread-safe. */
final class GuardedServer extends RMIJRMPServerImpl {

    private final int port;
    private final @Nullable RMIClientSocketFactory clientSockets;
    private final ConnectorPort sockets;
    private final Map<String, ?> environment;
    private final Denials denials;
    private final ObjectInputFilter calls = ObjectInputFilter.Config.createFilter(WireTypes.CALLS);

    GuardedServer(
            int port,
            @Nullable RMIClientSocketFactory clientSockets,
            ConnectorPort sockets,
            Map<String, ?> environment,
            Denials denials)
            throws IOException {
        super(port, clientSockets, sockets, environment);
        this.port = port;
        this.clientSockets = clientSockets;
        this.sockets = sockets;
        this.environment = environment;
        this.denials = denials;
    }

    @Override
    protected RMIConnection makeClient(String id, @Nullable Subject subject) throws IOException {
        JmxIdentity identity = subject == null
                ? null
                : subject.getPrincipals(JmxIdentity.class).stream().findFirst().orElse(null);
        if (subject == null || identity == null) {
            throw Denials.exception("a connection needs a login");
        }
        GuardedConnection connection =
                new GuardedConnection(this, id, getDefaultClassLoader(), subject, environment, identity, denials);
        UnicastRemoteObject.exportObject(connection, port, clientSockets, sockets, calls);
        return connection;
    }
}
