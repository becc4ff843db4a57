package dev.sluice.testing;

/** Creates virtual threads, on a JDK that has them. The tests are compiled for JDK 17. */
public final class VirtualThreads {

    private VirtualThreads() {}

    /** Returns whether this JDK has virtual threads. */
    public static boolean areThere() {
        return Runtime.version().feature() >= 21;
    }

    /** Returns a virtual thread that has not begun. */
    public static Thread unstarted(Runnable task) {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            return (Thread) Class.forName("java.lang.Thread$Builder")
                    .getMethod("unstarted", Runnable.class)
                    .invoke(builder, task);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
