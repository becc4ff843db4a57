package dev.sluice.time;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** Properties of threads, including properties that only newer JDKs have. Thread-safe. */
public final class Threads {

    private static final @Nullable MethodHandle IS_VIRTUAL = isVirtual();

    private Threads() {}

    private static @Nullable MethodHandle isVirtual() {
        try {
            return MethodHandles.lookup().findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (ReflectiveOperationException e) {
            return null; // JDKs before 21 have no such method
        }
    }

    /** Returns the name of the thread, or its number if it has no name, as many virtual threads. */
    public static String nameOf(Thread thread) {
        String name = thread.getName();
        return name.isEmpty() ? "#" + idOf(thread) + (isVirtual(thread) ? " (virtual)" : "") : name;
    }

    /** Returns the number of the thread in the JVM, as in thread dumps. */
    public static long idOf(Thread thread) {
        return thread.getId();
    }

    /** Returns whether the thread is virtual. Virtual threads are cheap to park and to wake. */
    public static boolean isVirtual(Thread thread) {
        try {
            return IS_VIRTUAL != null && (boolean) IS_VIRTUAL.invokeExact(thread);
        } catch (Throwable t) {
            throw new IllegalStateException(t); // the method does not throw
        }
    }
}
