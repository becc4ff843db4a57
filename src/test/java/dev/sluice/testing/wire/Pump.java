package dev.sluice.testing.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Carries the bytes of one connection one way, as the weather lets it. Ends with its connection. */
final class Pump implements Runnable {

    private static final int PIECE = 8192;
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Link link;
    private final Way way;
    private final Supplier<Weather> weather;
    private volatile boolean lossy;
    private Weather counted = Weather.FAIR; // by the pump's own thread
    private long passed; // by the pump's own thread: bytes since the weather changed

    Pump(Link link, Way way, Supplier<Weather> weather) {
        this.link = link;
        this.way = way;
        this.weather = weather;
    }

    /** Returns whether bytes were lost: then no later byte arrives, because TCP never leaves a byte out. */
    boolean isLossy() {
        return lossy;
    }

    @Override
    public void run() {
        try {
            carry(link.from(way).getInputStream(), link.to(way).getOutputStream());
            pause(weather.get().slowClose().toNanos());
            link.finished(way);
        } catch (IOException e) {
            pause(weather.get().slowClose().toNanos());
            link.close();
        }
    }

    private void carry(InputStream in, OutputStream out) throws IOException {
        byte[] piece = new byte[PIECE];
        for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
            Weather now = weather.get();
            delay(now, length);
            if (lossy || weather.get().swallowed().contains(way)) {
                lossy = true;
            } else if (!pass(out, piece, length, now)) {
                link.close();
                return;
            }
        }
    }

    /** False if the connection was to be cut within the piece. */
    private boolean pass(OutputStream out, byte[] piece, int length, Weather now) throws IOException {
        if (now != counted) {
            counted = now;
            passed = 0;
        }
        long left = now.cuts().getOrDefault(way, Long.MAX_VALUE) - passed;
        int fits = (int) Math.min(length, left);
        out.write(piece, 0, fits);
        passed += fits;
        return left > length;
    }

    private void delay(Weather now, int length) {
        long nanos = now.latency().toNanos();
        if (!now.jitter().isZero()) {
            nanos += ThreadLocalRandom.current().nextLong(now.jitter().toNanos());
        }
        if (now.bytesPerSecond() > 0) {
            nanos += length * NANOS_PER_SECOND / now.bytesPerSecond();
        }
        pause(nanos);
    }

    /** This is the latency; it ends early with the connection. */
    private void pause(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && !link.isOver(); left = end - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
    }
}
