package dev.sluice.adapter.jmx.remote;

import java.rmi.MarshalledObject;
import java.util.Map;
import javax.management.ObjectInstance;
import javax.management.ObjectName;
import javax.management.remote.rmi.RMIConnectionImpl;
import javax.management.remote.rmi.RMIServerImpl;
import javax.security.auth.Subject;

/** The calls that no client may make, whatever its roles: they register, remove and connect MBeans. Thread-safe. */
// the interface of RMI has raw types
@SuppressWarnings("rawtypes")
abstract class RefusingConnection extends RMIConnectionImpl {

    /** The name of the calls that begin to listen. */
    static final String LISTEN = "addNotificationListener";

    RefusingConnection(
            RMIServerImpl server, String id, ClassLoader loader, Subject subject, Map<String, ?> environment) {
        super(server, id, loader, subject, environment);
    }

    /** Returns the refusal of a call. */
    abstract SecurityException refusal(String operation, ObjectName name);

    @Override
    public ObjectInstance createMBean(String type, ObjectName name, Subject delegate) {
        throw refusal("createMBean", name);
    }

    @Override
    public ObjectInstance createMBean(String type, ObjectName name, ObjectName loader, Subject delegate) {
        throw refusal("createMBean", name);
    }

    @Override
    public ObjectInstance createMBean(
            String type, ObjectName name, MarshalledObject arguments, String[] signature, Subject delegate) {
        throw refusal("createMBean", name);
    }

    @Override
    public ObjectInstance createMBean(
            String type,
            ObjectName name,
            ObjectName loader,
            MarshalledObject arguments,
            String[] signature,
            Subject delegate) {
        throw refusal("createMBean", name);
    }

    @Override
    public void unregisterMBean(ObjectName name, Subject delegate) {
        throw refusal("unregisterMBean", name);
    }

    @Override
    public void addNotificationListener(
            ObjectName name,
            ObjectName listener,
            MarshalledObject filter,
            MarshalledObject handback,
            Subject delegate) {
        throw refusal(LISTEN, name);
    }

    @Override
    public void removeNotificationListener(ObjectName name, ObjectName listener, Subject delegate) {
        throw refusal("removeNotificationListener", name);
    }

    @Override
    public void removeNotificationListener(
            ObjectName name,
            ObjectName listener,
            MarshalledObject filter,
            MarshalledObject handback,
            Subject delegate) {
        throw refusal("removeNotificationListener", name);
    }
}
