package dev.sluice.adapter.jmx;

import dev.sluice.access.AuditTrail;
import dev.sluice.access.CurrentRequester;
import dev.sluice.access.Guard;
import dev.sluice.access.Role;
import dev.sluice.adapter.jmx.OpenBean.OpenTables;
import dev.sluice.control.GuardedControl;
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

    private final PoolManager manager;
    private final GuardedControl control;
    private final CurrentRequester requester;
    private final Guard guard;
    private final MBeanServer server;
    private final Registration managerBean;
    private final int instance;
    private final Map<ManagedPool<?>, ExportedPool> exported = new ConcurrentHashMap<>();
    private final List<Runnable> closing = new CopyOnWriteArrayList<>();
    private final PoolExports watcher = new PoolExports();
    private volatile boolean closed;

    /**
     * Registers the beans of present and later pools.
     *
     * @param requester tells who asks
     * @param trail gets changes and denials
     */
    public JmxExporter(PoolManager manager, MBeanServer server, CurrentRequester requester, AuditTrail trail) {
        this.manager = manager;
        this.server = server;
        this.requester = requester;
        this.guard = new Guard(trail);
        this.control = new GuardedControl(manager, requester, guard);
        this.managerBean = new Registration(server, beanOf(control));
        this.instance = managerBean.open(BeanNames::manager, 1);
        manager.watch(watcher);
    }

    /** Registers on the platform server, which JConsole and connectors of this JVM read. Clients may only read. */
    public static JmxExporter onPlatformServer(PoolManager manager) {
        return onPlatformServer(manager, new JmxRequester(Role.VIEWER), AuditTrail.NONE);
    }

    /** Registers on the platform server, for clients with the permissions of the requester. */
    public static JmxExporter onPlatformServer(PoolManager manager, CurrentRequester requester, AuditTrail trail) {
        return new JmxExporter(manager, ManagementFactory.getPlatformMBeanServer(), requester, trail);
    }

    /** Registers on a server of its own, which no client reads. */
    public static JmxExporter unseen(PoolManager manager) {
        MBeanServer unseen = MBeanServerFactory.newMBeanServer();
        return new JmxExporter(manager, unseen, new JmxRequester(Role.VIEWER), AuditTrail.NONE);
    }

    private static OpenBean<GuardedControl> beanOf(GuardedControl control) {
        return new OpenBean<>(
                "The connection pools of an application.",
                () -> control,
                () -> new OpenTables<>(attributes(), BeanOperations.ofManager(control), List.of()));
    }

    private static OpenAttributes<GuardedControl> attributes() {
        return new OpenAttributes<GuardedControl>()
                .data(
                        "PoolNames",
                        "Names of the pools, in the order of their creation.",
                        OpenMapping.listOf(String.class),
                        GuardedControl::names)
                .text(
                        "Verdict",
                        "Situation of the pools in words: each that is not well, and the number of the others.",
                        pools -> pools.verdicts().verdict())
                .data(
                        "Readiness",
                        "Readiness of each pool, with the reason if it is not ready.",
                        OpenMapping.listOf(Readiness.class),
                        JmxExporter::readiness);
    }

    private static List<Readiness> readiness(GuardedControl control) {
        return control.readiness(control.names());
    }

    /** Tells which client of this exporter asks. */
    CurrentRequester requester() {
        return requester;
    }

    /** Decides about the requests of clients. */
    Guard guard() {
        return guard;
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
        ExportedPool export = new ExportedPool(control, pool, server);
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
