package dev.sluice.adapter.jmx;

import dev.sluice.access.AuditTrail;
import dev.sluice.control.PoolManager;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.testing.FakeStore;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.FakeTime;
import dev.sluice.testing.JmxClient;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;

/** An MBean server of the test's own, and pools in it that do everything on the calling thread. */
final class ExportedPools implements AutoCloseable {

    static final String MANAGER = "dev.sluice:type=PoolManager";
    static final String ORDERS = "dev.sluice:type=Pool,name=orders";

    final MBeanServer server = MBeanServerFactory.newMBeanServer();
    final FakeTime time = new FakeTime();
    final FakeStore store = new FakeStore();
    final PoolManager manager = new PoolManager();
    final JmxExporter exporter = new JmxExporter(manager, server, JmxClient.ADMIN, AuditTrail.NONE);

    ManagedPool<Thing> make(String name) {
        PoolConfig config = PoolConfig.builder()
                .lifetimeJitter(0)
                .shortestWait(Duration.ZERO)
                .build();
        return new ManagedPool<>(name, config, store, new PoolRuntime(time, time, Runnable::run, () -> 0.5));
    }

    /** A pool of 10, at most 20. */
    ManagedPool<Thing> start(String name) {
        ManagedPool<Thing> pool = make(name);
        manager.register(pool);
        pool.start().join();
        return pool;
    }

    Object get(String bean, String attribute) throws JMException {
        return server.getAttribute(new ObjectName(bean), attribute);
    }

    void set(String bean, String attribute, Object value) throws JMException {
        server.setAttribute(new ObjectName(bean), new Attribute(attribute, value));
    }

    /** Calls an operation, with the signature that its arguments have. */
    Object invoke(String bean, String operation, Object... arguments) throws JMException {
        String[] signature = List.of(arguments).stream()
                .map(argument -> argument.getClass().getName())
                .toArray(String[]::new);
        return server.invoke(new ObjectName(bean), operation, arguments, signature);
    }

    Set<String> names() throws JMException {
        Set<String> names = new TreeSet<>();
        server.queryNames(new ObjectName("dev.sluice:*"), null).forEach(name -> names.add(name.getCanonicalName()));
        return names;
    }

    @Override
    public void close() {
        exporter.close();
    }
}
