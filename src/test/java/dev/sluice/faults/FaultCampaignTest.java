package dev.sluice.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A thousand faults on one pool over a real PostgreSQL; {@code -Dsluice.faults=10000} for more, {@code -Dsluice.seed=7}
 * for others or the same again, {@code -Dsluice.kinds=CUT,KILLED} for some kinds only, {@code -Dsluice.lanes=2} for two
 * pools at the same time, each over a server of its own, that share the faults. A seed fixes which faults come to which pool and what clients want to do, not
 * how threads and processes are scheduled. See docs/FAULTS.md.
 */
@Tag("campaign")
class FaultCampaignTest {

    private static final int FAULTS = Integer.getInteger("sluice.faults", 1000);
    private static final long SEED = Long.getLong("sluice.seed", 4);
    private static final int LANES = Integer.getInteger("sluice.lanes", 1);
    private static final List<Kind> KINDS = Kind.named(System.getProperty("sluice.kinds", ""));

    /** Between the seeds of two lanes. */
    private static final long APART = 1_000_003;

    /** The results of a campaign that has ended. */
    private record Ended(Findings findings, int inserts, String postgresVersion) {}

    @Test
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    @DisplayName("no fault of the database or the network loses a permit, session, answer or caller")
    void campaign() throws Exception {
        long begin = System.nanoTime();
        List<Ended> lanes = run();
        Report report = new Report(lanes.stream().map(Ended::findings).toList());
        Path page = report.with("seed", SEED)
                .with("faults", FAULTS)
                .with("lanes", LANES)
                .with("seconds", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin))
                .with(
                        "inserts confirmed and found",
                        lanes.stream().mapToInt(Ended::inserts).sum())
                .with("Java", System.getProperty("java.vm.version"))
                .with("PostgreSQL", lanes.get(0).postgresVersion())
                .with("PostgreSQL driver", org.postgresql.util.DriverInfo.DRIVER_VERSION)
                .with(
                        "Agroal",
                        io.agroal.pool.DataSource.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation())
                .write("report-" + SEED);
        assertThat(report.violations()).as("seed %d, see %s", SEED, page).isEmpty();
        if (FAULTS >= 1000 && KINDS.size() == Kind.values().length) {
            assertThat(report.kinds()).isEqualTo(EnumSet.allOf(Kind.class));
        }
    }

    private static List<Ended> run() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(LANES);
        try {
            List<Future<Ended>> running = new ArrayList<>();
            for (int lane = 0; lane < LANES; lane++) {
                int number = lane;
                running.add(threads.submit(() -> run(number)));
            }
            List<Ended> ended = new ArrayList<>();
            for (Future<Ended> each : running) {
                ended.add(each.get());
            }
            return ended;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Ended run(int lane) throws Exception {
        int faults = FAULTS / LANES + (lane < FAULTS % LANES ? 1 : 0);
        try (Campaign campaign = new Campaign(SEED + lane * APART)) {
            campaign.run(faults, KINDS);
            return new Ended(campaign.findings(), campaign.ledger().size(), campaign.postgresVersion());
        }
    }
}
