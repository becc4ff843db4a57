package dev.sluice.faults;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Faults of the driver. {@link Site#heal()} ends their effects. */
final class DriverFaults {

    private static final Duration CLOSED = Duration.ofSeconds(4);
    private static final Duration SERVED = Duration.ofSeconds(3);

    private DriverFaults() {}

    /** The end of a session is known at once, whatever its close throws. */
    static void closeThrows(Scene scene) {
        List<Throwable> all = List.of(
                new IllegalStateException("cannot close"),
                new NoClassDefFoundError("gone"),
                new SQLException("cannot close", "08006"));
        scene.site().mood().closesThrow(all.get(scene.random().nextInt(all.size())));
        long begin = System.nanoTime();
        scene.site().pool().reset(false);
        scene.feel(20, 100);
        while (scene.site().pool().stats().closing() > 0 && System.nanoTime() - begin < 2 * CLOSED.toNanos()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
        scene.findings().within(begin, CLOSED, "sessions whose close throws count as closed");
    }

    /** The check of what was idle never returns; the pool gives it up, and others serve. */
    static void checkNeverReturns(Scene scene) throws Exception {
        if (!scene.traffic().rest(Duration.ofSeconds(10))) {
            return; // found by others
        }
        try {
            scene.site().mood().checksHang();
            LockSupport.parkNanos(2 * Site.STALE.toNanos()); // so that all that is idle has to be checked
        } finally {
            scene.traffic().goOn();
        }
        long begin = System.nanoTime();
        boolean served = scene.traffic().awaitServed(1, SERVED.multipliedBy(3));
        scene.require(
                served,
                "nobody is served while checks do not return: "
                        + scene.site().pool().stats());
        scene.findings().within(begin, SERVED, "a caller is served while checks do not return");
    }
}
