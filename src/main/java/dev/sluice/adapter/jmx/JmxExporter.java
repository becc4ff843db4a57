package dev.sluice.adapter.jmx;

import dev.sluice.control.PoolManager;
import dev.sluice.control.PoolWatcher;
import dev.sluice.control.Readiness;
import dev.sluice.pool.ManagedPool;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;

/**
 * Shows a manager and its pools in an MBean server. {@code dev.sluice:type=PoolManager} exists until {@link #close()},
 * and {@code dev.sluice:type=Pool,name=orders} while the pool is in the manager. {@link BatchBeans} adds the batches.
 *
 * <p>If a name is taken, for example by another application in the same JVM, the other bean keeps it. The beans of this
 * exporter have an additional key, {@code instance=2}, and the log has a warning. The start never fails for a taken
 * name.
 *
 * <p>Clients need no Sluice class, neither for values nor for exceptions. Thread-safe; closing twice has no effect.
 */
public final class JmxExporter implements AutoCloseable {

    private static final OpenMapping NAMES = OpenMapping.listOf(String.class);
    private static final OpenMapping READINESS = OpenMapping.listOf(Readiness.class);

    private final PoolManager manager;
    private final MBeanServer server;
    private final Registration managerBean;
    private final int instance;
    private final Map<ManagedPool<?>, ExportedPool> exported = new ConcurrentHashMap<>();
    private final List<Runnable> closing = new CopyOnWriteArrayList<>();
    private final PoolExports watcher = new PoolExports();
    private volatile boolean closed;

    /** Registers the beans of present and later pools. */
    public JmxExporter(PoolManager manager, MBeanServer server) {
        this.manager = manager;
        this.server = server;
        this.managerBean = new Registration(server, beanOf(manager));
        this.instance = managerBean.open(BeanNames::manager, 1);
        manager.watch(watcher);
    }

    /** Registers on the platform server, which JConsole and remote connectors of this JVM read. */
    public static JmxExporter onPlatformServer(PoolManager manager) {
        return new JmxExporter(manager, ManagementFactory.getPlatformMBeanServer());
    }

    /** Registers on a server of its own, which no client reads. */
    public static JmxExporter unseen(PoolManager manager) {
        return new JmxExporter(manager, MBeanServerFactory.newMBeanServer());
    }

    private static OpenBean<PoolManager> beanOf(PoolManager manager) {
        return new OpenBean<>(
                "The connection pools of an application.",
                () -> manager,
                new OpenAttributes<PoolManager>()
                        .data(
                                "PoolNames",
                                "Names of the pools, in the order of their creation.",
                                NAMES,
                                PoolManager::names)
                        .data(
                                "Readiness",
                                "Readiness of each pool, with the reason if it is not ready.",
                                READINESS,
                                JmxExporter::readiness),
                BeanOperations.ofManager(manager));
    }

    private static List<Readiness> readiness(PoolManager manager) {
        return manager.readiness(manager.names());
    }

    MBeanServer server() {
        return server;
    }

    /** Returns the number of this exporter in the JVM, which is part of the names of its beans from 2 on. */
    int instance() {
        return instance;
    }

    /** Runs an action when this exporter is closed. */
    void whenClosed(Runnable action) {
        closing.add(action);
    }

    /** Removes all beans from the server, and stops watching the manager. */
    @Override
    public void close() {
        closed = true;
        manager.unwatch(watcher);
        exported.keySet().forEach(this::remove);
        closing.forEach(Runnable::run);
        managerBean.close();
    }

    private void add(ManagedPool<?> pool) {
        ExportedPool export = new ExportedPool(manager, pool, server);
        if (closed || exported.putIfAbsent(pool, export) != null) {
            return;
        }
        export.open(instance);
        // RACE: the pool may have been removed, or this exporter closed, before the bean was registered.
        if (closed || !manager.pools().contains(pool)) {
            remove(pool);
        }
    }

    private void remove(ManagedPool<?> pool) {
        ExportedPool export = exported.remove(pool);
        if (export != null) {
            export.close();
        }
    }

    private final class PoolExports implements PoolWatcher {

        @Override
        public void added(ManagedPool<?> pool) {
            add(pool);
        }

        @Override
        public void removed(ManagedPool<?> pool) {
            remove(pool);
        }
    }
}
