package dev.sluice.pool.store;

import dev.sluice.time.Ticker;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The record that a slot keeps of a lease, without the lease: caller, purpose, both stamps, duration, and the place in
 * the history. By default nothing else is counted or recorded. The number of leases is part of the word that changes
 * anyway, and the time is read by the check of the connection's age.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Recording {

    /** Of no meaning here. */
    @Param("sluice")
    public String pool;

    private final Ticker ticker = Ticker.system();
    private final Object note = new Object();
    private Slot<Object> slot;
    private long lease;
    private long now;

    /** Makes a slot that somebody has. */
    @Setup
    public void open() {
        Birth birth = new Birth(1, 0, ticker.nanos(), ticker.instant());
        slot = new Slot<>(birth, note, new Room(() -> 1).tryTake(), Long.MAX_VALUE);
        slot.move(SlotState.CHECKING, SlotState.IDLE);
        lease = slot.tryLease();
        now = ticker.nanos();
    }

    /** Records one lease. */
    @Benchmark
    public void record() {
        slot.begin(lease, now, 0, Thread.currentThread(), note);
        slot.ends(lease, now);
    }
}
