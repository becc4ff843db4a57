package dev.sluice.faults;

import dev.sluice.pool.operation.LeaseSelector;
import dev.sluice.pool.operation.OperationContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Leases are broken while their statements run on the server. */
final class BreakFaults {

    private static final String STATEMENT = "select pg_sleep(30)";
    private static final String RUNNING = "select count(*) from pg_stat_activity where usename = ? and state = 'active'"
            + " and query = '" + STATEMENT + "' and wait_event = 'PgSleep'";
    private static final Duration LET_GO = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int ANSWER_MILLIS = 60_000;
    private static final Map<String, String> TAG = Map.of("part", "sleeper");

    private BreakFaults() {}

    /** A second after the break the server has no such statement, and it never has more than one session too many. */
    static void whileRunning(Scene scene) throws Exception {
        if (!scene.traffic().rest(Duration.ofSeconds(10))) {
            return; // found by others
        }
        List<CompletableFuture<Void>> sleepers = new ArrayList<>();
        boolean all = scene.random().nextBoolean();
        try {
            int count = 1 + scene.random().nextInt(Site.MAX);
            for (int i = 0; i < count; i++) {
                sleepers.add(CompletableFuture.runAsync(() -> sleep(scene), task -> new Thread(task).start()));
            }
            awaitRunning(scene, count);
            if (all) {
                watch(scene, () -> scene.site().pool().reset(true));
            }
        } finally {
            scene.traffic().goOn(); // others are not hit by what follows
        }
        if (!all) {
            LeaseSelector sleeping = new LeaseSelector(null, null, TAG, null, null);
            watch(scene, () -> scene.site().pool().reclaim(sleeping, OperationContext.plain()));
        }
        CompletableFuture.allOf(sleepers.toArray(new CompletableFuture<?>[0])).get(20, TimeUnit.SECONDS);
    }

    private static void sleep(Scene scene) {
        try {
            scene.act(TAG, (connection, pid) -> {
                connection.setNetworkTimeout(Runnable::run, ANSWER_MILLIS); // all others may take long to begin
                scene.failure(connection, STATEMENT);
            });
        } catch (Exception e) {
            scene.findings().violation("a sleeper met " + e);
        }
    }

    private static int running(Scene scene) {
        return Integer.parseInt(scene.site().server().ask(RUNNING, Site.ROLE));
    }

    private static void awaitRunning(Scene scene, int count) {
        long begin = System.nanoTime();
        while (running(scene) < count && System.nanoTime() - begin < LIMIT.toNanos()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
        scene.require(running(scene) == count, "not all statements run that were to be broken");
    }

    /** A session that was closed in good order may be on the server for a moment longer; a second is too long. */
    private static void watch(Scene scene, Runnable breaking) throws Exception {
        long begin = System.nanoTime();
        CompletableFuture<Void> done = CompletableFuture.runAsync(breaking, task -> new Thread(task).start());
        long within = begin; // the last moment when there were not too many
        int running;
        do {
            within = look(scene, within);
            running = running(scene);
        } while (running > 0 && System.nanoTime() - begin < LIMIT.toNanos());
        scene.findings().within(begin, LET_GO, "the server has no statement of a broken lease");
        done.get(20, TimeUnit.SECONDS);
        long end = System.nanoTime();
        do {
            within = look(scene, within);
        } while (within - end < 0 && System.nanoTime() - end < LIMIT.toNanos());
    }

    /** Returns the last moment when the server had no more sessions than it may, as far as is known. */
    private static long look(Scene scene, long within) {
        long now = System.nanoTime();
        int sessions = scene.site().sessions().size();
        if (sessions <= Site.MAX + 1) {
            return now;
        }
        scene.findings()
                .within(
                        within,
                        LET_GO,
                        "the server had " + sessions + " sessions of a pool of " + Site.MAX + ", and no less");
        return within;
    }
}
