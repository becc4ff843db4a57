package dev.sluice.adapter.jmx;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.InvalidAttributeValueException;
import javax.management.MBeanInfo;
import javax.management.MBeanNotificationInfo;
import javax.management.MBeanRegistration;
import javax.management.MBeanServer;
import javax.management.NotificationBroadcasterSupport;
import javax.management.ObjectName;
import javax.management.ReflectionException;
import javax.management.openmbean.OpenMBeanAttributeInfo;
import javax.management.openmbean.OpenMBeanInfoSupport;
import javax.management.openmbean.OpenMBeanOperationInfo;
import org.jspecify.annotations.Nullable;

/**
 * An MBean made of tables of attributes and operations. The bean has the function of an MXBean interface, with
 * descriptions. In addition, attributes that are read together come from one reading, so their numbers agree.
 *
 * <p>The tables are made for the first client that asks, because most processes never have one. Until the registration,
 * the description has the name of the class only, which the MBean server reads then.
 *
 * <p>Thread-safe if its tables are.
 *
 * @param <V> the type of a reading
 */
final class OpenBean<V> extends NotificationBroadcasterSupport implements DynamicMBean, MBeanRegistration {

    private final String description;
    private final Supplier<V> look;
    private final Supplier<OpenTables<V>> source;
    private volatile boolean isNamed; // the server has begun the registration
    private @Nullable MadeTables<V> tables; // Guarded by this

    /**
     * The attributes, operations and notifications of a bean.
     *
     * @param <V> the type of a reading
     */
    record OpenTables<V>(
            OpenAttributes<V> attributes, List<OpenOperation> operations, List<MBeanNotificationInfo> notifications) {}

    /** The tables, as they are read. */
    private record MadeTables<V>(
            Map<String, OpenAttribute<V>> attributes, List<OpenOperation> operations, MBeanInfo info) {

        static <V> MadeTables<V> of(OpenTables<V> given, String description) {
            Map<String, OpenAttribute<V>> attributes = new LinkedHashMap<>();
            given.attributes().table().forEach(attribute -> attributes.put(attribute.name(), attribute));
            MBeanInfo info = new OpenMBeanInfoSupport(
                    OpenBean.class.getName(),
                    description,
                    attributes.values().stream().map(OpenAttribute::info).toArray(OpenMBeanAttributeInfo[]::new),
                    null,
                    given.operations().stream().map(OpenOperation::info).toArray(OpenMBeanOperationInfo[]::new),
                    given.notifications().toArray(MBeanNotificationInfo[]::new));
            return new MadeTables<>(attributes, List.copyOf(given.operations()), info);
        }
    }

    /** Creates a bean; {@code source} is called once, for the first client. */
    OpenBean(String description, Supplier<V> look, Supplier<OpenTables<V>> source) {
        this.description = description;
        this.look = look;
        this.source = source;
    }

    private synchronized MadeTables<V> tables() {
        MadeTables<V> made = tables;
        if (made == null) {
            made = MadeTables.of(source.get(), description);
            tables = made;
        }
        return made;
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        return isNamed ? tables().info() : new MBeanInfo(OpenBean.class.getName(), description, null, null, null, null);
    }

    @Override
    public MBeanNotificationInfo[] getNotificationInfo() {
        return tables().info().getNotifications();
    }

    @Override
    public ObjectName preRegister(MBeanServer server, ObjectName name) {
        isNamed = true; // before any client finds the bean
        return name;
    }

    @Override
    public void postRegister(Boolean done) {
        // the bean stays described
    }

    @Override
    public void preDeregister() {
        // nothing to end
    }

    @Override
    public void postDeregister() {
        // nothing to end
    }

    @Override
    public @Nullable Object getAttribute(String name) throws AttributeNotFoundException {
        OpenAttribute<V> attribute = find(name);
        return translatingErrors(() -> attribute.read().apply(look.get()));
    }

    /** Returns the named attributes that exist, all from one reading. */
    @Override
    public AttributeList getAttributes(String[] names) {
        return Objects.requireNonNull(translatingErrors(() -> {
            AttributeList found = new AttributeList();
            Map<String, OpenAttribute<V>> attributes = tables().attributes();
            V now = look.get();
            for (String name : names) {
                OpenAttribute<V> attribute = attributes.get(name);
                if (attribute != null) {
                    found.add(new Attribute(name, attribute.read().apply(now)));
                }
            }
            return found;
        }));
    }

    @Override
    public void setAttribute(Attribute value) throws AttributeNotFoundException, InvalidAttributeValueException {
        OpenAttribute<V> attribute = find(value.getName());
        var write = attribute.write();
        if (write == null) {
            throw new AttributeNotFoundException(value.getName() + " cannot be changed");
        }
        translatingErrors(() -> {
            write.permission().run();
            return null;
        });
        if (!attribute.type().isValue(value.getValue())) {
            throw new InvalidAttributeValueException(
                    value.getName() + " must be a " + attribute.type().getTypeName());
        }
        translatingErrors(() -> {
            write.change().accept(value.getValue());
            return null;
        });
    }

    /** Changes the writable attributes to the given values. */
    @Override
    public AttributeList setAttributes(AttributeList values) {
        AttributeList changed = new AttributeList();
        for (Attribute value : values.asList()) {
            try {
                setAttribute(value);
                changed.add(value);
            } catch (AttributeNotFoundException | InvalidAttributeValueException e) {
                // by contract, attributes that are missing in the answer were not changed
            }
        }
        return changed;
    }

    /**
     * Finds the operation by its name, the number of arguments, and their types if several operations have that number;
     * {@code int} and {@code Integer} are the same. The permission is checked first, also for arguments that do not fit.
     */
    @Override
    public @Nullable Object invoke(String name, @Nullable Object @Nullable [] arguments, String @Nullable [] signature)
            throws ReflectionException {
        @Nullable Object[] given = arguments == null ? new @Nullable Object[0] : arguments;
        OpenOperation operation = likeliest(name, given);
        if (operation != null) {
            translatingErrors(() -> {
                operation.permission().require(Arrays.asList(given));
                return null;
            });
        }
        if (operation == null || !operation.takes(name, given.length)) {
            throw new ReflectionException(
                    new NoSuchMethodException(name), "no operation " + name + " of " + given.length + " arguments");
        }
        return translatingErrors(() -> operation.invoke(given));
    }

    /** Returns the operation that fits best; null if none has the name. */
    private @Nullable OpenOperation likeliest(String name, @Nullable Object[] given) {
        List<OpenOperation> named = tables().operations().stream()
                .filter(candidate -> candidate.name().equals(name))
                .toList();
        List<OpenOperation> candidates = named.stream()
                .filter(candidate -> candidate.takes(name, given.length))
                .toList();
        return candidates.stream()
                .filter(candidate -> candidate.fits(given))
                .findFirst()
                .or(() -> candidates.stream().findFirst())
                .or(() -> named.stream().findFirst())
                .orElse(null);
    }

    private OpenAttribute<V> find(String name) throws AttributeNotFoundException {
        OpenAttribute<V> attribute = tables().attributes().get(name);
        if (attribute == null) {
            throw new AttributeNotFoundException("no attribute " + name);
        }
        return attribute;
    }

    private static <T extends @Nullable Object> T translatingErrors(Supplier<T> action) {
        try {
            return action.get();
        } catch (RuntimeException e) {
            throw ClientErrors.translate(e);
        }
    }
}
