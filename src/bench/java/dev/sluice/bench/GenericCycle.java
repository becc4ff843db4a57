package dev.sluice.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A thing is taken from a pool of things and given back. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class GenericCycle {

    /** The key of the contender. */
    @Param("sluice")
    public String pool;

    private Peer peer;

    /** Opens the pool. */
    @Setup
    public void open() throws Exception {
        peer = Contender.of(pool).openGeneric();
    }

    /** Closes it. */
    @TearDown
    public void close() {
        peer.close();
    }

    /** Nothing but the cycle. */
    @Benchmark
    public Object free() throws Exception {
        AutoCloseable thing = peer.acquire();
        thing.close();
        return thing;
    }
}
