package dev.sluice.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The instruments of a campaign detect the faults that they are built for: each promise is broken here on purpose. */
@Timeout(180)
@Tag("service")
class InstrumentsTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Lag lag = new Lag();
    private final Findings findings = new Findings(lag);

    @AfterEach
    void end() {
        lag.close();
    }

    @Test
    @DisplayName("a wait that is longer than its timeout is found, unless no thread ran meanwhile")
    void lateAnswers() {
        long now = System.nanoTime() - 60 * SECOND; // nothing is known of then
        findings.waited(new Waits.Ended(now, now + SECOND / 4, Duration.ZERO, ""));
        assertThat(findings.violations()).isEmpty();
        findings.waited(new Waits.Ended(now, now + SECOND, Duration.ofMillis(700), ""));
        assertThat(findings.violations()).singleElement().asString().contains("1000 ms, with a timeout of 700 ms");
    }

    @Test
    @DisplayName("patience ends after its time plus the withheld time, at most after four times as long")
    void patience() {
        long minuteAgo = System.nanoTime() - 60 * SECOND; // nothing is known of most of it
        assertThat(findings.hasPassed(minuteAgo, Duration.ofSeconds(61))).isFalse();
        assertThat(findings.hasPassed(minuteAgo, Duration.ofSeconds(10))).isTrue();
        long now = System.nanoTime();
        assertThat(findings.hasPassed(now + 5 * SECOND, Duration.ZERO)).isFalse();
        assertThat(findings.hasPassed(now - SECOND, Duration.ofMillis(250))).isTrue();
    }

    @Test
    @DisplayName("withheld time is read after the watchers have recorded the whole time")
    void recorded() {
        long soon = System.nanoTime() + SECOND / 10;
        lag.withheld(soon - SECOND, soon);
        assertThat(System.nanoTime()).isGreaterThan(soon);
    }

    @Test
    @DisplayName("the place of an overdue caller and the holder of the lock are recorded")
    void overdue() throws Exception {
        ReentrantLock lock = new ReentrantLock();
        try (Waits waits = new Waits()) {
            Caller<String> caller;
            lock.lock();
            try {
                caller = Caller.start("late caller", () -> {
                    Waits.Wait wait = waits.begin(Duration.ZERO);
                    lock.lock();
                    lock.unlock();
                    return wait.end().seen();
                });
                Await.until("it waits at the lock", lock::hasQueuedThreads);
                Await.until("it was overdue", waits::hasSeenAny);
            } finally {
                lock.unlock();
            }
            assertThat(caller.result())
                    .startsWith("      late caller WAITING at ")
                    .contains(" of main\n")
                    .contains("InstrumentsTest.lambda$overdue");
        }
    }

    @Test
    @DisplayName("a late first answer is found, with the actions of the pool meanwhile")
    void lateRecovery() {
        long now = System.nanoTime() - 60 * SECOND;
        findings.recovered(now, now + SECOND, Duration.ofSeconds(1), () -> "nobody asked for this");
        assertThat(findings.violations()).isEmpty();
        findings.recovered(now, now + SECOND + 1, Duration.ofSeconds(1), () -> "what happened meanwhile");
        assertThat(findings.violations()).singleElement().asString().contains("what happened meanwhile");
    }

    @Test
    @DisplayName("the seed determines the faults, and all kinds occur")
    void seeds() {
        assertThat(kinds(7)).isEqualTo(kinds(7)).isNotEqualTo(kinds(8));
        assertThat(kinds(7)).contains(Kind.values());
    }

    private static List<Kind> kinds(long seed) {
        Random random = new Random(seed);
        return random.ints(2000)
                .mapToObj(any -> Kind.any(List.of(Kind.values()), random))
                .toList();
    }

    @Test
    @DisplayName("a strike that fails is a violation with seed and number, and the campaign continues")
    void failingStrike() throws Exception {
        try (Campaign campaign = new Campaign(11)) {
            campaign.strike(
                    7,
                    Kind.RESET,
                    scene -> scene.act((connection, pid) -> {
                        throw new NoClassDefFoundError("as it was asked to");
                    }));
            campaign.run(1, List.of(Kind.THROWING_LISTENER));

            assertThat(campaign.findings().violations())
                    .singleElement()
                    .asString()
                    .startsWith("seed 11, fault 7 RESET: the strike failed: java.lang.NoClassDefFoundError: as it was")
                    .contains("handshakes repeated: ");
            assertThat(campaign.findings().byKind().get(Kind.THROWING_LISTENER).struck)
                    .isEqualTo(1);
        }
    }

    @Test
    @DisplayName("a lost lease, two owners, a foreign session, and lost or unexpected rows are found")
    void whatIsLost() throws Exception {
        try (Site site = new Site(new Random(1), findings)) {
            Rest impatient = new Rest(site, findings, Duration.ofSeconds(1));
            new Rest(site, findings, Duration.ofSeconds(15)).check();
            assertThat(findings.violations()).as("all is well").isEmpty();

            Owners owners = new Owners(findings);
            Connection kept = site.dataSource().getConnection();
            try (Owners.Claim first = owners.claim(kept)) {
                owners.claim(kept);
                assertThat(first.pid()).isPositive();
            }
            assertThat(found()).contains("belongs to main and to main");

            impatient.check();
            assertThat(found()).contains("in use 1, waiting 0").contains("only 3 of 4 permits can be had");
            kept.close();

            Ledger ledger = new Ledger();
            ledger.written("lost");
            ledger.notCommitted("ghost");
            site.server().execute("insert into ledger values ('ghost')");
            ledger.audit(site, findings);
            assertThat(found())
                    .contains("lost was said to be written, and is not")
                    .contains("ghost was never committed, and is written");

            assertThat(found()).doesNotContain("the server [");
            try (Connection stranger = connectAsThePool(site.server())) {
                assertThat(stranger.isValid(5)).isTrue();
                impatient.check();
            }
            assertThat(found()).contains("the server [");
        }
    }

    private static Connection connectAsThePool(PostgresServer server) throws Exception {
        return DriverManager.getConnection(server.url("ApplicationName=stranger"), Site.ROLE, Site.PASSWORD);
    }

    private String found() {
        return String.join("\n", findings.violations());
    }
}
