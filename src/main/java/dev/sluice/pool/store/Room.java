package dev.sluice.pool.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the number of resources that exist, including resources in creation and in closing. A thread takes a
 * {@link Place} before it creates a resource. The place is freed when the resource is gone, or when its creation has
 * failed. Thread-safe.
 */
public final class Room {

    private final AtomicInteger taken = new AtomicInteger();
    private final IntSupplier limit;

    /** Creates room for {@code limit} resources. The limit may change; taken places stay taken. */
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

    /** Returns the number of places taken now. */
    public int taken() {
        return taken.get();
    }

    /** The right of one resource to exist. A second close has no effect. */
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
