package dev.sluice.soak;

import dev.sluice.control.PoolManager;
import dev.sluice.pool.failure.UnknownPool;
import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Reads all that can be read of the pools, again and again, over the manager and JMX. */
final class SoakReader {

    private final PoolManager manager;
    private final Counts counts;
    private final Thread thread = new Thread(this::live, "reader");
    private volatile boolean over;

    SoakReader(PoolManager manager, Counts counts) {
        this.manager = manager;
        this.counts = counts;
        thread.setDaemon(true);
        thread.start();
    }

    private void live() {
        while (!over) {
            try {
                manager.names().forEach(this::read);
                manager.operations(null);
                for (ObjectName bean : names()) {
                    readAttributes(bean);
                }
                counts.add("looks");
            } catch (UnknownPool | InstanceNotFoundException e) {
                counts.add("looks at a pool that had gone");
            } catch (Throwable e) {
                counts.violation("the reader met " + e);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
        }
    }

    private void read(String pool) {
        manager.readiness(pool);
        manager.probedStats(pool);
        manager.queue(pool, true);
        manager.leaks(pool, true);
        manager.gaveUp(pool);
        manager.events(pool, 1000);
        manager.policy(pool);
    }

    private static void readAttributes(ObjectName bean) throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        for (MBeanAttributeInfo attribute : server.getMBeanInfo(bean).getAttributes()) {
            server.getAttribute(bean, attribute.getName());
        }
    }

    /** The names of Sluice's MBeans. */
    static Set<ObjectName> names() throws JMException {
        return new TreeSet<>(
                ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName("dev.sluice:*"), null));
    }

    /** Ends it, and waits for the end. */
    void end() throws InterruptedException {
        over = true;
        thread.join(TimeUnit.SECONDS.toMillis(30));
    }
}
