package dev.sluice.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The least that a pool can do whose leases may end twice, or from outside: a word is taken by one compare-and-set and
 * given back by another, by an object that knows which lease it was. No pool is around it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class GuardedCycle {

    private final Word word = new Word();

    /** The leased resource. */
    private static final class Word {

        private static final AtomicLongFieldUpdater<Word> VALUE =
                AtomicLongFieldUpdater.newUpdater(Word.class, "value");

        private volatile long value;

        AutoCloseable tryLease() {
            long idle = value;
            return (idle & 1) == 0 && VALUE.compareAndSet(this, idle, idle + 1) ? new Guard(this, idle + 1) : null;
        }
    }

    /** A lease of a word. */
    private record Guard(Word word, long lease) implements AutoCloseable {

        @Override
        public void close() {
            Word.VALUE.compareAndSet(word, lease, lease + 1);
        }
    }

    /** Nothing but the cycle. */
    @Benchmark
    public Object free() throws Exception {
        AutoCloseable lease = word.tryLease();
        lease.close();
        return lease;
    }
}
