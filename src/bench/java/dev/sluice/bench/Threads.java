package dev.sluice.bench;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** The two kinds of callers. The code is compiled for Java 17, which has only one of them. */
enum Threads {
    PLATFORM {
        @Override
        Thread start(Runnable task) {
            Thread thread = new Thread(task, "caller");
            thread.setDaemon(true);
            thread.start();
            return thread;
        }
    },
    VIRTUAL {
        @Override
        Thread start(Runnable task) {
            try {
                return (Thread) Starter.VIRTUAL.invokeExact(task);
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    };

    /** The first JDK whose virtual threads are not a preview. */
    private static final int SINCE = 21;

    /** Loaded when it is needed, which is never on an old JDK. */
    private static final class Starter {
        static final MethodHandle VIRTUAL;

        static {
            try {
                VIRTUAL = MethodHandles.publicLookup()
                        .findStatic(
                                Thread.class,
                                "startVirtualThread",
                                MethodType.methodType(Thread.class, Runnable.class));
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }
    }

    abstract Thread start(Runnable task);

    /** Returns whether this JDK has such threads. */
    boolean exist() {
        return this == PLATFORM || Runtime.version().feature() >= SINCE;
    }
}
