package dev.sluice.bench;

import dev.sluice.pool.PoolQueue;
import java.lang.reflect.Field;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.HdrHistogram.Histogram;

/**
 * The answer of {@code /pools/{name}/waiters} without HTTP: the first page of 100, with the number of all, while 10,000
 * virtual threads wait. The time under the gate's lock is that of a lock that the benchmark puts in its place.
 */
final class WaiterPage implements Program {

    private static final int CALLERS = 10_000;
    private static final double NANOS_PER_MILLI = 1e6;

    @Override
    public String name() {
        return "waiters";
    }

    @Override
    public List<Contender> contenders() {
        return List.of(Contender.SLUICE);
    }

    @Override
    public boolean isVirtual() {
        return true;
    }

    @Override
    public List<Row> rows() {
        return List.of(
                Row.plain("count", "a page of waiters of 10,000: waiters in the page")
                        .goal("= 100"),
                Row.plain("all", "a page of waiters of 10,000: number of waiters that it states")
                        .goal("= 10000"),
                Row.lower("locked-p50", "a page of waiters of 10,000: p50 under the gate's lock, ms"),
                Row.lower("locked-p99", "a page of waiters of 10,000: p99 under the gate's lock, ms")
                        .goal("≤ 1"),
                Row.lower("millis", "a page of waiters of 10,000: p50 of the whole page, ms"));
    }

    @Override
    public Figures run(Contender contender, Effort effort) throws Exception {
        try (SluicePeer peer = SluicePeer.open(PeerSettings.free())) {
            TimedLock lock = TimedLock.of(peer.pool());
            List<AutoCloseable> held = Filling.hold(peer, PeerSettings.SIZE);
            Queue queue = new Queue(peer, CALLERS);
            queue.fill();
            Figures figures = watch(peer, lock, effort.pick(200, 1000));
            Filling.release(held);
            queue.awaitServed();
            return figures;
        }
    }

    private static Figures watch(SluicePeer peer, TimedLock lock, int times) throws InterruptedException {
        Histogram whole = new Histogram(3);
        for (int i = 0; i < times; i++) {
            PoolQueue ignored = peer.pool().queue(false); // compiled, before it counts
        }
        lock.held.reset();
        PoolQueue page = null;
        for (int i = 0; i < times; i++) {
            TimeUnit.MILLISECONDS.sleep(2); // as requests come: not from a cache that the last page has filled
            long start = System.nanoTime();
            page = peer.pool().queue(false);
            whole.recordValue(System.nanoTime() - start);
        }
        return new Figures()
                .put("count", page.waiters().size())
                .put("all", page.waiting())
                .put("locked-p50", lock.held.getValueAtPercentile(50) / NANOS_PER_MILLI)
                .put("locked-p99", lock.held.getValueAtPercentile(99) / NANOS_PER_MILLI)
                .put("millis", whole.getValueAtPercentile(50) / NANOS_PER_MILLI);
    }

    /** Measures how long it is held. */
    private static final class TimedLock extends ReentrantLock {

        private static final long serialVersionUID = 1;

        private final Histogram held = new Histogram(3); // written under this lock
        private long since;

        /** Puts one in the place of the lock of the pool's gate, before the pool is used. */
        static TimedLock of(Object pool) throws ReflectiveOperationException {
            Object gate = read(read(pool, "core"), "gate");
            TimedLock lock = new TimedLock();
            field(gate, "lock").set(gate, lock);
            return lock;
        }

        private static Object read(Object object, String name) throws ReflectiveOperationException {
            return field(object, name).get(object);
        }

        private static Field field(Object object, String name) throws NoSuchFieldException {
            Field field = object.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return field;
        }

        @Override
        public void lock() {
            super.lock();
            since = System.nanoTime();
        }

        @Override
        public void unlock() {
            held.recordValue(System.nanoTime() - since);
            super.unlock();
        }
    }
}
