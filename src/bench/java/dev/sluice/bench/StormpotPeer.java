package dev.sluice.bench;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * Stormpot, by its tap for platform threads, over things that never expire. It is called by constant method handles,
 * which cost nothing once they are compiled, because it needs a later JDK than this code is compiled for.
 */
final class StormpotPeer implements Peer {

    private final Object pool;
    private final Object tap;

    private StormpotPeer(PeerSettings settings) throws Throwable {
        Object[] things =
                IntStream.range(0, settings.max()).mapToObj(Thing::new).toArray();
        pool = Handles.OF.invokeExact(things);
        tap = Handles.TAP.invokeExact(pool);
    }

    /** A thing. */
    private record Thing(int number) {}

    /** Loaded when it is needed, which is never on an old JDK. */
    private static final class Handles {

        static final MethodHandle OF;
        static final MethodHandle TAP;
        static final MethodHandle CLAIM;
        static final MethodHandle SHUTDOWN;
        static final Object TIMEOUT;

        static {
            try {
                MethodHandles.Lookup lookup = MethodHandles.publicLookup();
                Class<?> pool = Class.forName("stormpot.Pool");
                Class<?> tap = Class.forName("stormpot.PoolTap");
                Class<?> timeout = Class.forName("stormpot.Timeout");
                Class<?> completion = Class.forName("stormpot.Completion");
                OF = lookup.findStatic(pool, "of", MethodType.methodType(pool, Object[].class))
                        .asFixedArity()
                        .asType(MethodType.methodType(Object.class, Object[].class));
                TAP = lookup.findVirtual(pool, "getThreadSafeTap", MethodType.methodType(tap))
                        .asType(MethodType.genericMethodType(1));
                CLAIM = lookup.findVirtual(
                                tap, "claim", MethodType.methodType(Class.forName("stormpot.Poolable"), timeout))
                        .asType(MethodType.genericMethodType(2));
                SHUTDOWN = lookup.findVirtual(pool, "shutdown", MethodType.methodType(completion))
                        .asType(MethodType.genericMethodType(1));
                TIMEOUT = timeout.getConstructor(Duration.class).newInstance(PeerSettings.TIMEOUT);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }
    }

    /** Returns whether this JDK can load the pool. */
    static boolean exists() {
        return Threads.VIRTUAL.exist();
    }

    static StormpotPeer open(PeerSettings settings) throws Exception {
        try {
            return new StormpotPeer(settings);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public AutoCloseable acquire() throws Exception {
        Object claimed;
        try {
            claimed = Handles.CLAIM.invokeExact(tap, Handles.TIMEOUT);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        if (claimed == null) {
            throw new TimeoutException("none became free in time");
        }
        return (AutoCloseable) claimed;
    }

    @Override
    public void close() {
        try {
            Object ignored = Handles.SHUTDOWN.invokeExact(pool);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
