package dev.sluice.adapter.jmx.remote;

import dev.sluice.access.Requester;
import dev.sluice.adapter.jmx.JmxCall;
import dev.sluice.adapter.jmx.JmxIdentity;
import java.io.IOException;
import java.rmi.MarshalledObject;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.InstanceNotFoundException;
import javax.management.IntrospectionException;
import javax.management.InvalidAttributeValueException;
import javax.management.ListenerNotFoundException;
import javax.management.MBeanException;
import javax.management.MBeanInfo;
import javax.management.MBeanServerNotification;
import javax.management.Notification;
import javax.management.ObjectInstance;
import javax.management.ObjectName;
import javax.management.ReflectionException;
import javax.management.openmbean.CompositeData;
import javax.management.remote.NotificationResult;
import javax.management.remote.TargetedNotification;
import javax.management.remote.rmi.RMIServerImpl;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one client that has logged in. A client reads the {@link VisibleBeans}, and calls operations of the
 * MBeans of Sluice, which check its role. No client registers or removes MBeans, queries by an expression, or makes an
 * MBean listen to another. Thread-safe.
 *
 * <p>The checks are here, and not in an {@code MBeanServerForwarder}: the JDK calls a forwarder for its own purposes,
 * too, and no forwarder learns of listeners.
 */
// the interface of RMI has raw types; a call begins and ends, and is not used in between
@SuppressWarnings({"rawtypes", "try"})
final class GuardedConnection extends RefusingConnection {

    private static final String FETCH = "fetchNotifications";
    private static final MarshalledObject<?> NO_EXPRESSION = nothing();

    private final JmxIdentity identity;
    private final Requester requester;
    private final VisibleBeans visible;
    private final Denials denials;

    GuardedConnection(
            RMIServerImpl server,
            String id,
            ClassLoader loader,
            Subject subject,
            Map<String, ?> environment,
            JmxIdentity identity,
            Denials denials) {
        super(server, id, loader, subject, environment);
        this.identity = identity;
        this.requester = identity.requester();
        this.visible = new VisibleBeans(requester);
        this.denials = denials;
    }

    @Override
    public ObjectInstance getObjectInstance(ObjectName name, Subject delegate)
            throws InstanceNotFoundException, IOException {
        try (JmxCall call = begin("getObjectInstance", name)) {
            admit("getObjectInstance", name);
            return super.getObjectInstance(name, delegate);
        }
    }

    @Override
    public Set<ObjectInstance> queryMBeans(
            @Nullable ObjectName name, @Nullable MarshalledObject query, Subject delegate) throws IOException {
        try (JmxCall call = begin("queryMBeans", name)) {
            refuseExpression("queryMBeans", name, query);
            return super.queryMBeans(name, null, delegate).stream()
                    .filter(bean -> visible.includes(bean.getObjectName()))
                    .collect(Collectors.toSet());
        }
    }

    @Override
    public Set<ObjectName> queryNames(@Nullable ObjectName name, @Nullable MarshalledObject query, Subject delegate)
            throws IOException {
        try (JmxCall call = begin("queryNames", name)) {
            refuseExpression("queryNames", name, query);
            return super.queryNames(name, null, delegate).stream()
                    .filter(visible::includes)
                    .collect(Collectors.toSet());
        }
    }

    @Override
    public boolean isRegistered(ObjectName name, Subject delegate) throws IOException {
        try (JmxCall call = begin("isRegistered", name)) {
            return visible.includes(name) && super.isRegistered(name, delegate);
        }
    }

    @Override
    public Integer getMBeanCount(Subject delegate) throws IOException {
        return queryNames(null, null, delegate).size();
    }

    @Override
    public String getDefaultDomain(Subject delegate) throws IOException {
        try (JmxCall call = begin("getDefaultDomain", null)) {
            return super.getDefaultDomain(delegate);
        }
    }

    @Override
    public String[] getDomains(Subject delegate) throws IOException {
        return queryNames(null, null, delegate).stream()
                .map(ObjectName::getDomain)
                .distinct()
                .toArray(String[]::new);
    }

    @Override
    public MBeanInfo getMBeanInfo(ObjectName name, Subject delegate)
            throws InstanceNotFoundException, IntrospectionException, ReflectionException, IOException {
        try (JmxCall call = begin("getMBeanInfo", name)) {
            admit("getMBeanInfo", name);
            return super.getMBeanInfo(name, delegate);
        }
    }

    @Override
    public boolean isInstanceOf(ObjectName name, String type, Subject delegate)
            throws InstanceNotFoundException, IOException {
        try (JmxCall call = begin("isInstanceOf", name)) {
            admit("isInstanceOf", name);
            return super.isInstanceOf(name, type, delegate);
        }
    }

    @Override
    public Object getAttribute(ObjectName name, String attribute, Subject delegate)
            throws MBeanException, AttributeNotFoundException, InstanceNotFoundException, ReflectionException,
                    IOException {
        try (JmxCall call = begin("getAttribute", name)) {
            admit("getAttribute", name);
            if (!VisibleBeans.shows(name, attribute)) {
                throw denials.of(
                        requester,
                        "getAttribute",
                        name,
                        attribute + " is not shown over JMX, because it may have secrets");
            }
            return super.getAttribute(name, attribute, delegate);
        }
    }

    @Override
    public AttributeList getAttributes(ObjectName name, String[] attributes, Subject delegate)
            throws InstanceNotFoundException, ReflectionException, IOException {
        try (JmxCall call = begin("getAttributes", name)) {
            admit("getAttributes", name);
            String[] shown = Arrays.stream(attributes)
                    .filter(attribute -> VisibleBeans.shows(name, attribute))
                    .toArray(String[]::new);
            return super.getAttributes(name, shown, delegate);
        }
    }

    @Override
    public void setAttribute(ObjectName name, MarshalledObject attribute, Subject delegate)
            throws InstanceNotFoundException, AttributeNotFoundException, InvalidAttributeValueException,
                    MBeanException, ReflectionException, IOException {
        try (JmxCall call = begin("setAttribute", name)) {
            admitChange("setAttribute", name);
            super.setAttribute(name, attribute, delegate);
        }
    }

    @Override
    public AttributeList setAttributes(ObjectName name, MarshalledObject attributes, Subject delegate)
            throws InstanceNotFoundException, ReflectionException, IOException {
        try (JmxCall call = begin("setAttributes", name)) {
            admitChange("setAttributes", name);
            return super.setAttributes(name, attributes, delegate);
        }
    }

    @Override
    public Object invoke(
            ObjectName name,
            @Nullable String operation,
            MarshalledObject arguments,
            String[] signature,
            Subject delegate)
            throws InstanceNotFoundException, MBeanException, ReflectionException, IOException {
        String shown = Objects.requireNonNullElse(operation, "invoke");
        try (JmxCall call = begin(shown, name)) {
            admitChange(shown, name);
            return super.invoke(name, operation, arguments, signature, delegate);
        }
    }

    @Override
    public Integer[] addNotificationListeners(ObjectName[] names, MarshalledObject[] filters, Subject[] delegates)
            throws InstanceNotFoundException, IOException {
        try (JmxCall call = begin("addNotificationListeners", null)) {
            for (ObjectName name : names) {
                admit(LISTEN, name);
            }
            return super.addNotificationListeners(names, filters, delegates);
        }
    }

    @Override
    public void removeNotificationListeners(ObjectName name, Integer[] listeners, Subject delegate)
            throws InstanceNotFoundException, ListenerNotFoundException, IOException {
        try (JmxCall call = begin("removeNotificationListeners", name)) {
            super.removeNotificationListeners(name, listeners, delegate);
        }
    }

    /** Returns the notifications that concern the pools of the client. */
    @Override
    public @Nullable NotificationResult fetchNotifications(long first, int most, long timeout) throws IOException {
        try (JmxCall call = begin(FETCH, null)) {
            NotificationResult result = super.fetchNotifications(first, most, timeout);
            requireValid(FETCH, null); // the call waits, and may have waited for long
            return result == null ? null : seen(result);
        }
    }

    private NotificationResult seen(NotificationResult result) {
        TargetedNotification[] seen = Arrays.stream(result.getTargetedNotifications())
                .filter(targeted -> isSeen(targeted.getNotification()))
                .toArray(TargetedNotification[]::new);
        return new NotificationResult(result.getEarliestSequenceNumber(), result.getNextSequenceNumber(), seen);
    }

    private boolean isSeen(Notification notification) {
        if (notification instanceof MBeanServerNotification registration) {
            return visible.includes(registration.getMBeanName());
        }
        return !(notification.getUserData() instanceof CompositeData data)
                || !data.containsKey("pool")
                || visible.inScope(String.valueOf(data.get("pool")));
    }

    /** Checks that the client sees the MBean. */
    private void admit(String operation, ObjectName name) {
        if (!visible.includes(name)) {
            throw denials.of(requester, operation, name, requester.name() + " has no permission for " + name);
        }
    }

    /** Checks that the MBean is one of Sluice, which then checks the role. */
    private void admitChange(String operation, ObjectName name) {
        admit(operation, name);
        if (!VisibleBeans.isOurs(name)) {
            throw denials.of(requester, operation, name, name + " can only be read over JMX");
        }
    }

    private void refuseExpression(String operation, @Nullable ObjectName name, @Nullable MarshalledObject query) {
        if (query != null && !NO_EXPRESSION.equals(query)) {
            throw denials.of(
                    requester, operation, name, "query expressions are refused; query by a pattern of names instead");
        }
    }

    private static MarshalledObject<?> nothing() {
        try {
            return new MarshalledObject<>(null);
        } catch (IOException e) {
            throw new IllegalStateException(e); // nothing is written
        }
    }

    @Override
    SecurityException refusal(String operation, ObjectName name) {
        requireValid(operation, name);
        return denials.of(requester, operation, name, operation + " is refused over JMX");
    }

    /** Begins a call, during which this thread has the identity of the client. */
    private JmxCall begin(String operation, @Nullable ObjectName name) {
        requireValid(operation, name);
        return JmxCall.begin(requester);
    }

    /** Checks that the credentials of the login are still valid, and ends the connection if not. */
    private void requireValid(String operation, @Nullable ObjectName name) {
        if (identity.proof().holds().getAsBoolean()) {
            return;
        }
        SecurityException refusal = denials.of(
                requester,
                operation,
                name,
                "the credentials of " + requester.name() + " have been removed or changed: log in again");
        try {
            close();
        } catch (IOException e) {
            refusal.addSuppressed(e);
        }
        throw refusal;
    }
}
