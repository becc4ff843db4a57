package dev.sluice.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A thousand faults on one pool over a real PostgreSQL; {@code -Dsluice.faults=10000} for more, {@code -Dsluice.seed=7}
 * for others or the same again, {@code -Dsluice.kinds=CUT,KILLED} for some kinds only. A seed fixes which faults come
 * and what clients want to do, not how threads and processes are scheduled. See docs/FAULTS.md.
 */
class FaultCampaignTest {

    private static final int FAULTS = Integer.getInteger("sluice.faults", 1000);
    private static final long SEED = Long.getLong("sluice.seed", 4);
    private static final List<Kind> KINDS = Kind.named(System.getProperty("sluice.kinds", ""));

    @Test
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    @DisplayName("whatever happens to the database and the network, no permit, session, answer or caller is lost")
    void campaign() throws Exception {
        long begin = System.nanoTime();
        try (Campaign campaign = new Campaign(SEED)) {
            campaign.run(FAULTS, KINDS);
            Path page = new Report(campaign.findings())
                    .with("seed", SEED)
                    .with("faults", FAULTS)
                    .with("seconds", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin))
                    .with("inserts confirmed and found", campaign.ledger().size())
                    .with("Java", System.getProperty("java.vm.version"))
                    .with("PostgreSQL", campaign.postgresVersion())
                    .with("PostgreSQL driver", org.postgresql.util.DriverInfo.DRIVER_VERSION)
                    .with(
                            "Agroal",
                            io.agroal.pool.DataSource.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation())
                    .write("report-" + SEED);
            assertThat(campaign.findings().violations())
                    .as("seed %d, see %s", SEED, page)
                    .isEmpty();
            if (FAULTS >= 1000 && KINDS.size() == Kind.values().length) {
                assertThat(campaign.findings().byKind().keySet()).isEqualTo(EnumSet.allOf(Kind.class));
            }
        }
    }
}
