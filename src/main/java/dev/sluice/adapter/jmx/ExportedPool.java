package dev.sluice.adapter.jmx;

import dev.sluice.access.Role;
import dev.sluice.adapter.jmx.OpenBean.OpenTables;
import dev.sluice.control.GuardedControl;
import dev.sluice.pool.ManagedPool;
import java.util.List;
import javax.management.MBeanServer;

/** The bean of one pool, from its registration to its end. */
final class ExportedPool implements AutoCloseable {

    private final ManagedPool<?> pool;
    private final OpenBean<PoolSnapshot> bean;
    private final PoolNotifications notifications;
    private final Registration registration;

    ExportedPool(GuardedControl control, ManagedPool<?> pool, MBeanServer server) {
        String name = pool.name();
        this.pool = pool;
        this.bean = new OpenBean<>(
                "The connection pool '" + name + "'.",
                () -> {
                    control.requireReadable(name);
                    return new PoolSnapshot(control, pool);
                },
                () -> new OpenTables<>(
                        PoolAttributes.with(
                                () -> control.requireRole(Role.OPERATOR, name, "verbose"),
                                on -> control.setVerbose(name, on)),
                        BeanOperations.ofPool(control, name),
                        List.of(PoolNotifications.described())));
        this.notifications = new PoolNotifications(bean);
        this.registration = new Registration(server, bean);
    }

    void open(int instance) {
        registration.open(number -> BeanNames.pool(pool.name(), number), instance);
        pool.addListener(notifications);
    }

    @Override
    public void close() {
        notifications.end();
        registration.close();
    }
}
