package dev.sluice.adapter.jmx;

import dev.sluice.batch.BatchListener;
import dev.sluice.batch.BatchReport;
import dev.sluice.batch.control.Batches;
import dev.sluice.control.PoolManager;
import dev.sluice.control.Readiness;
import dev.sluice.pool.ManagedPool;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.management.MBeanServer;
import org.jspecify.annotations.Nullable;

/**
 * Shows a manager and its pools in an MBean server: {@code dev.sluice:type=PoolManager} from the beginning to
 * {@link #close()}, {@code dev.sluice:type=Pool,name=orders} as long as the pool is in the manager. Batches, if there
 * are any, can be shown as well: {@code dev.sluice:type=Batches}.
 *
 * <p>If a name is taken, as by another application in the same JVM, the other bean keeps it. The beans of this exporter
 * get an additional key, {@code instance=2}, and the log has a warning. The start never fails for a taken name.
 *
 * <p>Clients need no Sluice class, neither for values nor for exceptions. Thread-safe; closing twice is harmless.
 */
public final class JmxExporter implements AutoCloseable {

    private static final OpenMapping NAMES = OpenMapping.listOf(String.class);
    private static final OpenMapping READINESS = OpenMapping.listOf(Readiness.class);

    private final PoolManager manager;
    private final MBeanServer server;
    private final Registration managerBean;
    private final int instance;
    private final Map<ManagedPool<?>, ExportedPool> exported = new ConcurrentHashMap<>();
    private volatile @Nullable ExportedBatches batches;
    private final Pools watcher = new Pools();
    private volatile boolean closed;

    /** Registers the beans, and from now on those of pools that come. */
    public JmxExporter(PoolManager manager, MBeanServer server) {
        this.manager = manager;
        this.server = server;
        this.managerBean = new Registration(server, beanOf(manager));
        this.instance = managerBean.open(BeanNames::manager, 1);
        manager.watch(watcher);
    }

    /** On the server that JConsole and remote connectors of this JVM look at. */
    public static JmxExporter onPlatformServer(PoolManager manager) {
        return new JmxExporter(manager, ManagementFactory.getPlatformMBeanServer());
    }

    private static OpenBean<PoolManager> beanOf(PoolManager manager) {
        return new OpenBean<>(
                "The connection pools of an application.",
                () -> manager,
                new OpenAttributes<PoolManager>()
                        .data(
                                "PoolNames",
                                "The names of the pools, in the order in which they came.",
                                NAMES,
                                PoolManager::names)
                        .data(
                                "Readiness",
                                "Whether each pool can do its work, and if not, why.",
                                READINESS,
                                JmxExporter::readiness),
                ManagerOperations.on(manager));
    }

    private static List<Readiness> readiness(PoolManager manager) {
        return manager.readiness(manager.names());
    }

    /** Shows these, until it is closed. Once. */
    public void show(Batches ordered) {
        ExportedBatches export = new ExportedBatches(ordered, server);
        export.open(instance);
        batches = export;
    }

    /** Hears of the end of the batch of that name, to tell those who wait for it; nobody, unless batches are shown. */
    public BatchListener listener(String batch) {
        return new BatchListener() {
            @Override
            public void ended(BatchReport report) {
                ExportedBatches export = batches;
                if (export != null) {
                    export.ended(batch, report);
                }
            }
        };
    }

    /** Takes all beans out of the server, and stops watching the manager. */
    @Override
    public void close() {
        closed = true;
        manager.unwatch(watcher);
        exported.keySet().forEach(this::remove);
        ExportedBatches export = batches;
        if (export != null) {
            export.close();
        }
        managerBean.close();
    }

    private void add(ManagedPool<?> pool) {
        ExportedPool export = new ExportedPool(manager, pool, server);
        if (closed || exported.putIfAbsent(pool, export) != null) {
            return;
        }
        export.open(instance);
        // RACE: the pool may have gone, or this exporter been closed, before the bean was there to be taken out.
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

    private final class Pools implements PoolManager.Watcher {

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
