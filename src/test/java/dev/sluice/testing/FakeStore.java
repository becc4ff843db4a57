package dev.sluice.testing;

import dev.sluice.pool.store.Activity;
import dev.sluice.pool.store.ActivitySource;
import dev.sluice.pool.store.CapacitySource;
import dev.sluice.pool.store.FailureKind;
import dev.sluice.pool.store.OnServer;
import dev.sluice.pool.store.StoreTraits;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** A store of plain objects, whose behaviour a test can change while the pool runs. */
public class FakeStore implements ActivitySource<FakeStore.Thing>, OnServer, CapacitySource {

    private final StoreTraits traits;
    private final AtomicInteger created = new AtomicInteger();
    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicInteger alive = new AtomicInteger();
    private final AtomicInteger mostAlive = new AtomicInteger();
    private final AtomicInteger storeCloses = new AtomicInteger();
    private final List<Thing> all = new CopyOnWriteArrayList<>();

    /** Runs before each creation; what it throws makes the creation fail. Gets the number of the attempt. */
    public volatile ThrowingConsumer<Integer> onCreate = attempt -> {};

    /** Runs when a thing is given its name; what it throws makes that fail. */
    public volatile Consumer<String> onName = name -> {};

    /** Decides each validation. */
    public volatile Predicate<Thing> works = thing -> !thing.dead;

    /** Tells the kind of each failure. */
    public volatile Function<Throwable, FailureKind> kinds = failure -> FailureKind.OTHER;

    /** Does each reset, and says whether it is done; what it throws makes it fail. */
    public volatile Resetting resets = thing -> true;

    /** Runs before each close; what it throws makes the close fail. */
    public volatile Consumer<Thing> onClose = thing -> {};

    /** True if the far side confirms the end of broken resources. */
    public volatile boolean letsGo = true;

    /** Tells the work of the far side; what it throws is the reason why nothing is known. */
    public volatile Asking activity = things -> Activity.unknown("things run no statements");

    /** Runs when the store itself is closed. */
    public volatile Runnable onStoreClose = () -> {};

    /** The server of the things; null for none. */
    public volatile String server;

    /** Tells the capacity of the server for a number of things; what it throws makes the question fail. */
    public volatile Capacity capacity = own -> null;

    /** Tells a capacity. */
    @FunctionalInterface
    public interface Capacity {
        ServerCapacity of(int own) throws Exception;
    }

    @Override
    public ServerCapacity capacity(int own, Duration limit) throws Exception {
        return capacity.of(own);
    }

    /** A store of the usual traits. */
    public FakeStore() {
        this(StoreTraits.USUAL);
    }

    /** A store of these traits. */
    public FakeStore(StoreTraits traits) {
        this.traits = traits;
    }

    @Override
    public StoreTraits traits() {
        return traits;
    }

    /** A resource. */
    public static final class Thing {
        public final int number;
        public final AtomicInteger closes = new AtomicInteger();
        public final AtomicInteger validations = new AtomicInteger();
        public final AtomicInteger resets = new AtomicInteger();
        public final AtomicInteger owners = new AtomicInteger();
        public volatile boolean dead;

        public Thing(int number) {
            this.number = number;
        }

        public boolean isClosed() {
            return closes.get() > 0;
        }

        @Override
        public String toString() {
            return "thing " + number;
        }
    }

    /** A consumer that may throw anything. */
    @FunctionalInterface
    public interface ThrowingConsumer<T> {
        void accept(T value) throws Exception;
    }

    @Override
    public Thing create() throws Exception {
        int now = alive.incrementAndGet();
        mostAlive.accumulateAndGet(now, Math::max);
        try {
            onCreate.accept(attempts.incrementAndGet());
        } catch (Throwable t) {
            alive.decrementAndGet();
            throw t;
        }
        Thing thing = new Thing(created.incrementAndGet());
        all.add(thing);
        return thing;
    }

    @Override
    public String server() {
        return server;
    }

    @Override
    public FailureKind kindOf(Throwable failure) {
        return kinds.apply(failure);
    }

    @Override
    public void name(Thing thing, String name) {
        onName.accept(name);
    }

    @Override
    public boolean validate(Thing thing, Duration limit) {
        thing.validations.incrementAndGet();
        return works.test(thing);
    }

    /** Resets a thing. */
    @FunctionalInterface
    public interface Resetting {
        boolean reset(Thing thing) throws Exception;
    }

    /** Asks the far side. */
    @FunctionalInterface
    public interface Asking {
        Activity ask(List<Thing> things) throws Exception;
    }

    @Override
    public Activity activityOf(List<Thing> things, Duration limit) throws Exception {
        return activity.ask(things);
    }

    @Override
    public boolean reset(Thing thing, Duration limit) throws Exception {
        thing.resets.incrementAndGet();
        return resets.reset(thing);
    }

    @Override
    public void close(Thing thing) {
        try {
            onClose.accept(thing);
        } finally {
            if (thing.closes.incrementAndGet() == 1) {
                alive.decrementAndGet();
            }
        }
    }

    @Override
    public boolean abort(Thing thing) {
        close(thing);
        return letsGo;
    }

    @Override
    public void close() {
        storeCloses.incrementAndGet();
        onStoreClose.run();
    }

    /** Returns the number of closes of the store itself. */
    public int storeCloses() {
        return storeCloses.get();
    }

    /** Returns the number of created things. */
    public int created() {
        return created.get();
    }

    /** Returns the number of attempted creations. */
    public int attempts() {
        return attempts.get();
    }

    /** Returns the number of existing things, those in creation included. */
    public int alive() {
        return alive.get();
    }

    /** The most that existed at once, those being created included. */
    public int mostAlive() {
        return mostAlive.get();
    }

    /** All that were ever created. */
    public List<Thing> all() {
        return all;
    }
}
