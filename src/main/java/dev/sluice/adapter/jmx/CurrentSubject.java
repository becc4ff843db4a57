package dev.sluice.adapter.jmx;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;

/**
 * The subject of the current thread. JDK 18 and later have {@code Subject.current()}. JDK 17 has only the subject of the
 * access control context, whose types are deprecated for removal; so both are called by name.
 */
final class CurrentSubject {

    private static final MethodHandle CURRENT = find();

    private CurrentSubject() {}

    /** Returns the subject, or null if the thread has none. */
    static @Nullable Subject get() {
        try {
            return (Subject) CURRENT.invoke();
        } catch (Throwable e) {
            throw new IllegalStateException("the JDK does not tell the subject of a JMX client", e);
        }
    }

    private static MethodHandle find() {
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        try {
            return lookup.findStatic(Subject.class, "current", MethodType.methodType(Subject.class));
        } catch (ReflectiveOperationException e) {
            return ofAccessControl(lookup);
        }
    }

    private static MethodHandle ofAccessControl(MethodHandles.Lookup lookup) {
        try {
            Class<?> context = Class.forName("java.security.AccessControlContext");
            MethodHandle here = lookup.findStatic(
                    Class.forName("java.security.AccessController"), "getContext", MethodType.methodType(context));
            return MethodHandles.filterReturnValue(
                    here,
                    lookup.findStatic(Subject.class, "getSubject", MethodType.methodType(Subject.class, context)));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the JDK does not tell the subject of a JMX client", e);
        }
    }
}
