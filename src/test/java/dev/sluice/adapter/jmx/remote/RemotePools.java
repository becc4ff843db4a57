package dev.sluice.adapter.jmx.remote;

import dev.sluice.access.AuditEvent;
import dev.sluice.access.Authenticator;
import dev.sluice.access.PoolScope;
import dev.sluice.access.Principal;
import dev.sluice.access.ProvenIdentity;
import dev.sluice.access.Role;
import dev.sluice.adapter.jmx.JmxExporter;
import dev.sluice.adapter.jmx.JmxRequester;
import dev.sluice.control.PoolManager;
import dev.sluice.control.operation.OperatorLimits;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.testing.FakeStore;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.FakeTime;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.PlatformManagedObject;
import java.net.InetAddress;
import java.rmi.NotBoundException;
import java.rmi.registry.LocateRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXServiceURL;
import javax.management.remote.rmi.RMIConnector;
import javax.management.remote.rmi.RMIServer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Two pools and some platform beans behind a connector, with a user for each role, whose password is its name. */
final class RemotePools implements AutoCloseable {

    private static final Map<String, Principal> USERS = Map.of(
            "viewer", Principal.of("viewer", Role.VIEWER),
            "operator", Principal.of("operator", Role.OPERATOR),
            "admin", Principal.of("admin", Role.ADMIN),
            "auditor", Principal.of("auditor", Role.AUDITOR),
            "other", new Principal("other", Set.of(Role.OPERATOR), PoolScope.of(Set.of("reports"))));

    final MBeanServer server = MBeanServerFactory.newMBeanServer();
    final FakeTime time = new FakeTime();
    final List<AuditEvent> audit = new CopyOnWriteArrayList<>();
    final List<String> addresses = new CopyOnWriteArrayList<>();
    final PoolManager manager = new PoolManager(audit::add, OperatorLimits.NONE);
    final Set<String> revoked = ConcurrentHashMap.newKeySet();
    volatile Runnable isChecked = () -> {};
    final RemoteJmx remote;
    private final JmxExporter exporter = new JmxExporter(manager, server, new JmxRequester(Role.VIEWER), audit::add);

    RemotePools() throws IOException, JMException {
        this(null);
    }

    RemotePools(@Nullable SSLContext tls) throws IOException, JMException {
        start("orders");
        start("reports");
        for (PlatformManagedObject bean : List.of(
                ManagementFactory.getMemoryMXBean(),
                ManagementFactory.getRuntimeMXBean(),
                ManagementFactory.getPlatformMXBean(com.sun.management.HotSpotDiagnosticMXBean.class),
                ManagementFactory.getPlatformMXBean(java.lang.management.PlatformLoggingMXBean.class))) {
            server.registerMBean(bean, bean.getObjectName());
        }
        Authenticator users = (name, secret, address) -> {
            addresses.add(address);
            Principal known = name.equals(secret) && !revoked.contains(name) ? USERS.get(name) : null;
            return known == null
                    ? null
                    : new ProvenIdentity(known, () -> {
                        boolean holds = !revoked.contains(name);
                        isChecked.run();
                        return holds;
                    });
        };
        remote = RemoteJmx.of(
                new RemoteJmx.Address(InetAddress.getLoopbackAddress(), 0, tls == null ? null : TlsKeys.of(tls)),
                server,
                users,
                audit::add);
    }

    private void start(String name) {
        PoolConfig config = PoolConfig.builder()
                .lifetimeJitter(0)
                .shortestWait(Duration.ZERO)
                .build();
        ManagedPool<Thing> pool =
                new ManagedPool<>(name, config, new FakeStore(), new PoolRuntime(time, time, Runnable::run, () -> 0.5));
        manager.register(pool);
        pool.start().join();
    }

    /** The address as clients type it. */
    JMXServiceURL url() throws IOException {
        return new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + remote.port() + "/jmxrmi");
    }

    JMXConnector connect(String user) throws IOException {
        return connectWith(new String[] {user, user});
    }

    JMXConnector connectWith(@Nullable Object credentials) throws IOException {
        Map<String, Object> environment = new HashMap<>();
        if (credentials != null) {
            environment.put(JMXConnector.CREDENTIALS, credentials);
        }
        JMXConnector connector = new RMIConnector(stub(), environment);
        connector.connect();
        return connector;
    }

    /**
     * Returns the stub of the connector, as a client finds it by {@link #url()}. Not by JNDI, which Quarkus disables for
     * good in a JVM that has run an application.
     */
    private RMIServer stub() throws IOException {
        try {
            return (RMIServer)
                    LocateRegistry.getRegistry("127.0.0.1", remote.port()).lookup("jmxrmi");
        } catch (NotBoundException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        remote.close();
        exporter.close();
    }
}
