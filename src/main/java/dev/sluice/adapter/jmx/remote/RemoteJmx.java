package dev.sluice.adapter.jmx.remote;

import dev.sluice.access.AuditTrail;
import dev.sluice.access.Authenticator;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.rmi.AlreadyBoundException;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.rmi.server.RMIClientSocketFactory;
import java.rmi.server.UnicastRemoteObject;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXServiceURL;
import javax.management.remote.rmi.RMIConnectorServer;
import javax.rmi.ssl.SslRMIClientSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The connector for JMX clients on other machines, from its start to {@link #close()}. The registry, under the name
 * {@code jmxrmi}, and all objects have one port. Thread-safe; closing twice has no effect.
 */
public final class RemoteJmx implements AutoCloseable {

    private static final String NAME = "jmxrmi";
    private static final String HOST_OF_STUBS = "java.rmi.server.hostname";

    private final ConnectorPort sockets;
    private final RMIConnectorServer connector;
    private final Registry registry;
    private boolean closed; // Guarded by this

    /**
     * The address of a connector, and its keys.
     *
     * @param host the address to listen at
     * @param port the port, or 0 for any free one
     * @param tls the keys of this server, or null for connections without TLS, which are for the loopback address only
     */
    public record Address(
            InetAddress host, int port, @Nullable TlsKeys tls) {

        /** Checks that a host that other machines reach has TLS. */
        public Address {
            if (tls == null && !host.isLoopbackAddress()) {
                throw new IllegalArgumentException("JMX at " + host.getHostAddress() + " needs TLS");
            }
        }
    }

    private RemoteJmx(Address address, MBeanServer server, Authenticator authenticator, AuditTrail trail)
            throws IOException {
        Denials denials = new Denials(trail);
        sockets = new ConnectorPort(address.host(), address.tls());
        RMIClientSocketFactory clients = address.tls() == null ? null : new SslRMIClientSocketFactory();
        Map<String, ?> environment = Map.of(
                JMXConnectorServer.AUTHENTICATOR,
                new ConnectorLogin(authenticator, sockets::caller, denials),
                RMIConnectorServer.CREDENTIALS_FILTER_PATTERN,
                WireTypes.LOGIN,
                RMIConnectorServer.SERIAL_FILTER_PATTERN,
                WireTypes.CALLS);
        nameHost(address.host());
        registry = LocateRegistry.createRegistry(address.port(), clients, sockets);
        GuardedServer guarded = new GuardedServer(address.port(), clients, sockets, environment, denials);
        connector = new RMIConnectorServer(new JMXServiceURL("rmi", "localhost", 0), environment, guarded, server);
        try {
            connector.start();
            registry.bind(NAME, guarded.toStub());
        } catch (AlreadyBoundException e) {
            throw new IllegalStateException(e); // a new registry is empty
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /**
     * Opens a connector of the platform server of this JVM.
     *
     * @throws IOException if the port cannot be opened
     */
    public static RemoteJmx open(Address address, Authenticator authenticator, AuditTrail trail) throws IOException {
        return of(address, ManagementFactory.getPlatformMBeanServer(), authenticator, trail);
    }

    /** Opens a connector of another server. */
    static RemoteJmx of(Address address, MBeanServer server, Authenticator authenticator, AuditTrail trail)
            throws IOException {
        return new RemoteJmx(address, server, authenticator, trail);
    }

    /** Tells RMI the host that clients connect to, unless the property is set, or the host means every address. */
    private static void nameHost(InetAddress host) {
        if (System.getProperty(HOST_OF_STUBS) == null && !host.isAnyLocalAddress()) {
            System.setProperty(HOST_OF_STUBS, host.getHostAddress());
        }
    }

    /** Returns the number of the port. */
    public int port() {
        return sockets.number();
    }

    /** Ends the connections of all clients, and stops listening. */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            connector.stop();
        } finally {
            UnicastRemoteObject.unexportObject(registry, true);
            sockets.close();
        }
    }
}
