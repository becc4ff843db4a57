package dev.sluice.adapter.jmx.remote;

import dev.sluice.access.Requester;
import dev.sluice.access.Role;
import java.util.Set;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * The MBeans of a client of the connector: those of Sluice, for the pools of its scope, and read-only those with the
 * numbers of the JVM. All others are hidden. Immutable.
 */
final class VisibleBeans {

    private static final String OURS = "dev.sluice";
    private static final Set<String> READ_ONLY =
            Set.of("java.lang", "java.nio", "java.util.logging", "JMImplementation");

    /** Attributes with the options of the JVM, which may be secrets. */
    private static final Set<String> HIDDEN = Set.of("SystemProperties", "InputArguments");

    private final Requester requester;

    VisibleBeans(Requester requester) {
        this.requester = requester;
    }

    /** Returns whether the client sees the MBean of this name. */
    boolean includes(ObjectName name) {
        return isOurs(name) ? inScope(poolOf(name)) : READ_ONLY.contains(name.getDomain());
    }

    /** Returns whether the MBean is one of Sluice, whose roles are checked by the bean itself. */
    static boolean isOurs(ObjectName name) {
        return name.getDomain().equals(OURS);
    }

    /** Returns whether the attribute may be read. */
    static boolean shows(ObjectName name, String attribute) {
        return isOurs(name) || !HIDDEN.contains(attribute);
    }

    /** Returns whether the client sees what concerns the pool; null is no pool. */
    boolean inScope(@Nullable String pool) {
        return pool == null || requester.may(Role.VIEWER, pool);
    }

    private static @Nullable String poolOf(ObjectName name) {
        String pool = "Pool".equals(name.getKeyProperty("type")) ? name.getKeyProperty("name") : null;
        return pool != null && pool.startsWith("\"") ? ObjectName.unquote(pool) : pool;
    }
}
