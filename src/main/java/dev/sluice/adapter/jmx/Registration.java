package dev.sluice.adapter.jmx;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanRegistrationException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** The registration of one bean, which ends with {@link #close()}. Thread-safe; closing twice has no effect. */
final class Registration implements AutoCloseable {

    /** The logger of the JDK, because this adapter works without JBoss Logging, too. */
    private static final System.Logger LOG = System.getLogger("dev.sluice.jmx");

    private final MBeanServer server;
    private final Object bean;
    private final AtomicReference<@Nullable ObjectName> name = new AtomicReference<>();

    /** Creates a registration; {@link #open} registers the bean. */
    Registration(MBeanServer server, Object bean) {
        this.server = server;
        this.bean = bean;
    }

    /**
     * Registers the bean under the first free name, from the given instance on. A second application in the same JVM
     * must be able to start, and an operator must see both.
     *
     * @return the number of the instance
     */
    int open(IntFunction<ObjectName> names, int first) {
        int instance = first;
        while (!tryRegister(names.apply(instance))) {
            instance++;
        }
        if (instance != first) {
            String taken = "SLUICE000201: The MBean " + names.apply(first)
                    + " is taken by another owner in this JVM; registered as " + names.apply(instance);
            LOG.log(System.Logger.Level.WARNING, taken);
        }
        return instance;
    }

    private boolean tryRegister(ObjectName free) {
        try {
            name.set(server.registerMBean(bean, free).getObjectName());
            return true;
        } catch (InstanceAlreadyExistsException e) {
            return false;
        } catch (JMException e) {
            throw new IllegalStateException("cannot register " + free, e);
        }
    }

    @Override
    public void close() {
        ObjectName registered = name.getAndSet(null);
        if (registered == null) {
            return;
        }
        try {
            server.unregisterMBean(registered);
        } catch (InstanceNotFoundException | MBeanRegistrationException e) {
            // another thread has already removed the bean
        }
    }
}
