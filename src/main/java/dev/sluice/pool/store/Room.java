package dev.sluice.pool.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how many resources exist: those being created and those being closed included. Whoever creates a
 * resource first takes a {@link Place} and gives it back when the resource is gone, or never came to be.
 * Thread-safe.
 */
public final class Room {

    private final AtomicInteger taken = new AtomicInteger();
    private final IntSupplier limit;

    /** Creates room for {@code limit} resources; the limit may change, places that are taken stay taken. */
    public Room(IntSupplier limit) {
        this.limit = limit;
    }

    /** Takes a place, or returns null if none is left. */
    public @Nullable Place tryTake() {
        int current;
        do {
            current = taken.get();
            if (current >= limit.getAsInt()) {
                return null;
            }
        } while (!taken.compareAndSet(current, current + 1));
        return new Place();
    }

    /** Places taken now. */
    public int taken() {
        return taken.get();
    }

    /** The right to exist of one resource. Giving it back twice is harmless. */
    public final class Place implements AutoCloseable {

        private volatile boolean givenBack;

        private Place() {}

        @Override
        public void close() {
            if (!givenBack && GIVEN_BACK.compareAndSet(this, false, true)) {
                taken.decrementAndGet();
            }
        }
    }

    private static final VarHandle GIVEN_BACK = givenBack();

    private static VarHandle givenBack() {
        try {
            return MethodHandles.lookup().findVarHandle(Place.class, "givenBack", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
