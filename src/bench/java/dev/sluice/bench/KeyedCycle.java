package dev.sluice.bench;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Acquires and releases the resource of one of a thousand keys; all resources are open. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class KeyedCycle {

    private static final int STEP = 7919; // a prime, so that all keys have their turn

    /** The key of the contender. */
    @Param("sluice")
    public String pool;

    private KeyedPeer peer;
    private Integer[] keys;

    /** Where a thread is among the keys. */
    @State(Scope.Thread)
    public static class Turn {
        private int at = (int) (Thread.currentThread().getId() % KeyedPeer.KEYS);

        Integer next(Integer[] keys) {
            at = (at + STEP) % keys.length;
            return keys[at];
        }
    }

    /** Opens the pool. */
    @Setup
    public void open() throws Exception {
        peer = Contender.of(pool).openKeyed();
        keys = IntStream.range(0, KeyedPeer.KEYS).boxed().toArray(Integer[]::new);
    }

    /** Closes it. */
    @TearDown
    public void close() {
        peer.close();
    }

    /** Reads the resource without a lease, so nothing is released. */
    @Benchmark
    public Object shared(Turn turn) throws Exception {
        return peer.shared(turn.next(keys));
    }

    /** Nothing but the cycle. */
    @Benchmark
    public Object free(Turn turn) throws Exception {
        return peer.cycle(turn.next(keys));
    }
}
