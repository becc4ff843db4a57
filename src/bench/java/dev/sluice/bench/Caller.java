package dev.sluice.bench;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** A thread of a {@link Crowd} with its measurements. Written by its own thread; read after that thread has ended. */
final class Caller {

    private static final int DIGITS = 3;

    private final Crowd crowd;
    private final int index;
    private final AtomicLong cycles = new AtomicLong(); // written by one thread, read by others
    private final Histogram waits = new Histogram(DIGITS);

    Caller(Crowd crowd, int index) {
        this.crowd = crowd;
        this.index = index;
    }

    /** Returns the number of the caller in the crowd, from 0. */
    int index() {
        return index;
    }

    /** Something that is measured took from then until now. */
    void took(long sinceNanos) {
        if (crowd.isMeasured()) {
            waits.recordValue(System.nanoTime() - sinceNanos);
        }
    }

    /** Returns whether the present cycle is measured. */
    boolean isMeasured() {
        return crowd.isMeasured();
    }

    void cycled() {
        cycles.lazySet(cycles.get() + 1);
    }

    /** Cycles so far. */
    long cycles() {
        return cycles.get();
    }

    Histogram waits() {
        return waits;
    }

    /** Parks for a random time between the two, in nanoseconds. */
    static void parkBetween(long least, long most) {
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(least, most + 1));
    }

    /** Parks for so long, in microseconds; it may be less, and is mostly more. */
    static void parkMicros(long micros) {
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(micros));
    }
}
