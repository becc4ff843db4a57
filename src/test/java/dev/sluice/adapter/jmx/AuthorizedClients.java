package dev.sluice.adapter.jmx;

import dev.sluice.access.AuditEvent;
import dev.sluice.access.Requester;
import dev.sluice.control.PoolManager;
import dev.sluice.control.operation.OperatorLimits;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.testing.Await;
import dev.sluice.testing.FakeStore;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.FakeTime;
import dev.sluice.testing.JmxClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;

/** The MBeans of a pool, an operation and a batch that have ended, and clients whose identity the test sets. */
final class AuthorizedClients implements AutoCloseable {

    final MBeanServer server = MBeanServerFactory.newMBeanServer();
    final List<AuditEvent> audit = new CopyOnWriteArrayList<>();
    final PoolManager manager = new PoolManager(audit::add, OperatorLimits.NONE);

    /** The id of the operation, and of the batch. */
    final String operation;

    final String batch;

    volatile Requester requester = JmxClient.ADMIN.requester();

    private final FakeTime time = new FakeTime();
    private final JmxExporter exporter = new JmxExporter(manager, server, () -> requester, audit::add);
    private final H2Batches batches;

    AuthorizedClients(Path directory) throws JMException {
        PoolConfig config = PoolConfig.builder()
                .lifetimeJitter(0)
                .shortestWait(Duration.ZERO)
                .build();
        ManagedPool<Thing> pool = new ManagedPool<>(
                "orders", config, new FakeStore(), new PoolRuntime(time, time, Runnable::run, () -> 0.5));
        manager.register(pool);
        pool.start().join();
        batches = new H2Batches(exporter, directory, true);
        invoke(ExportedPools.ORDERS, "reset");
        operation = manager.operations("orders").get(0).id();
        batch = (String) ((CompositeData) invoke(H2Batches.BEAN, "begin", "jobs=1")).get("id");
        batches.awaitEnd(batch);
    }

    private Object invoke(String bean, String name, String... arguments) throws JMException {
        String[] signature = arguments.length == 0 ? new String[0] : new String[] {String.class.getName()};
        return server.invoke(new ObjectName(bean), name, arguments, signature);
    }

    /** Returns the names of all MBeans of Sluice. */
    Set<ObjectName> beans() throws JMException {
        return server.queryNames(new ObjectName("dev.sluice:*"), null);
    }

    /** Returns what a call could have changed, after the end of what earlier calls have begun. */
    List<Object> state() {
        Await.until(
                "operations have ended", () -> manager.operations(null).stream().allMatch(each -> each.hasEnded()));
        batches.batches.all().forEach(each -> batches.awaitEnd(each.id()));
        List<Object> state = new ArrayList<>(manager.names());
        for (String name : manager.names()) {
            state.add(manager.stats(name));
            state.add(manager.policy(name));
            state.add(manager.isVerbose(name));
        }
        state.add(manager.operations(null));
        batches.batches.all().forEach(each -> {
            state.add(each.id());
            state.add(each.status());
        });
        return state;
    }

    @Override
    public void close() {
        batches.close();
        exporter.close();
        manager.close();
    }
}
