package dev.sluice.adapter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class StatsCommandTest {

    private StubService service;

    @BeforeEach
    void start() throws IOException {
        service = new StubService()
                .on("/pools", 200, Says.pools("default", "gone", "orders"))
                .on("/pool/stats", 200, Says.stats("default", 1))
                .on("/pools/default/stats", 200, Says.stats("default", 1))
                .on("/pools/orders/stats", 200, Says.stats("orders", 12))
                .on("/pools/a%20b%2Fc/stats", 200, Says.stats("a b/c", 3));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private Ran run(String... words) {
        return Ran.patient(service.url(), new Steps().surroundings(), words);
    }

    @Test
    @DisplayName("a single pool has its numbers, then its connections")
    void one() {
        Ran ran = run("stats", "orders");
        assertThat(ran.code()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.lines())
                .containsExactly(
                        "pool           orders",
                        "state          RUNNING",
                        "proven         35s ago",
                        "up             2m5s",
                        "generation     3",
                        "connections    2 (min 2, max 4)",
                        "leased         1 (at most 2 at once)",
                        "idle           1",
                        "being created  0",
                        "being closed   0",
                        "waiting        2 (HIGH 1, LOW 1)",
                        "acquired       12",
                        "waited         4 (mean 2.5ms, longest 5ms)",
                        "timeouts       6",
                        "refused        0",
                        "created        0 (0 failed)",
                        "closed         0",
                        "leaks          0 (0 still out)",
                        "pings          7",
                        "",
                        "CONNECTION  STATE   FOR   AGE  HOLDER    TENANT  TAGS",
                        "conn_1_5    idle     5s  1m0s  -         -       -",
                        "conn_2_6    leased  12s  1m0s  worker-1  acme    feature=billing");
    }

    @Test
    @DisplayName("threads that were given up and have not returned have a line")
    void stuckThreads() {
        service.on(
                "/pools/orders/stats",
                200,
                Says.stats("orders", 12).replace("\"stuckThreads\":0", "\"stuckThreads\":3"));
        assertThat(run("stats", "orders").lines())
                .contains("stuck threads  3 (given up at a limit, have not returned)");
    }

    @Test
    @DisplayName("the state of each policy that is on has a line")
    void policies() {
        service.on(
                "/pools/orders/stats",
                200,
                Says.stats("orders", 12)
                        .replace(
                                "\"stuckThreads\":0",
                                "\"stuckThreads\":0,\"policies\":{\"breaker\":\"CLOSED\",\"rateLimit\":\"ENFORCE: pool 100/s\"}"));
        assertThat(run("stats", "orders").lines())
                .anySatisfy(line -> assertThat(line).matches("policy breaker +CLOSED"))
                .anySatisfy(line -> assertThat(line).matches("policy rateLimit +ENFORCE: pool 100/s"));
    }

    @Test
    @DisplayName("X09 injected faults are said first for one pool, and below the table for all")
    void faults() {
        service.on(
                "/pools/orders/stats",
                200,
                Says.stats("orders", 12)
                        .replace(
                                "\"stuckThreads\":0",
                                "\"stuckThreads\":0,\"faultInjection\":true,\"faultRules\":[\"f1: X\",\"f2: Y\"]"));
        assertThat(run("stats", "orders").lines().get(1)).matches("FAULT INJECTION +f1: X; f2: Y");
        assertThat(run("stats", "--all").lines()).endsWith("FAULT INJECTION on orders: f1: X; f2: Y");
    }

    @Test
    @DisplayName("a demonstration is said for one pool and for all, and other services say nothing of it")
    void demonstration() {
        assertThat(run("stats", "orders").out() + run("stats", "--all").out()).doesNotContain("demonstration");
        service.on(
                "/pools/orders/stats",
                200,
                Says.stats("orders", 12).replace("\"stuckThreads\":0", "\"stuckThreads\":0,\"demonstration\":true"));
        assertThat(run("stats", "orders").lines()).contains("demonstration  local programs need no credentials");
        assertThat(run("stats", "--all").lines()).endsWith("demonstration: local programs need no credentials");
    }

    @Test
    @DisplayName("the default pool is meant if none is named, and a name may have any characters")
    void names() {
        assertThat(run("stats").out()).contains("default");
        assertThat(run("stats", "a b/c").out()).contains("a b/c");
    }

    @Test
    @DisplayName("all pools have a line each, without pools that were deleted meanwhile")
    void all() {
        Ran ran = run("stats", "--all");
        assertThat(ran.code()).isZero();
        assertThat(ran.lines())
                .containsExactly(
                        "POOL     STATE    PROVEN  TOTAL  MAX  LEASED  IDLE  WAITING  ACQUIRED  WAITED  MEAN WAIT  LONGEST"
                                + "  TIMEOUTS",
                        "default  RUNNING     35s      2    4       1     1        2         1       4      2.5ms      5ms"
                                + "         6",
                        "orders   RUNNING     35s      2    4       1     1        2        12       4      2.5ms      5ms"
                                + "         6");
    }

    @Test
    @DisplayName("--json prints the answer of the service unchanged")
    void json() {
        assertThat(run("stats", "--json").out().strip()).isEqualTo(Says.stats("default", 1));
        assertThat(run("stats", "--all", "--json").out().strip())
                .isEqualTo("[" + Says.stats("default", 1) + "," + Says.stats("orders", 12) + "]");
    }

    @Test
    @DisplayName("--watch repeats the reading until it is interrupted")
    void watch() {
        Steps steps = new Steps(() -> service.on("/pools/orders/stats", 200, Says.stats("orders", 13)));
        Ran ran = Ran.patient(service.url(), steps.surroundings(), "stats", "--watch", "orders");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(ran.code()).isEqualTo(130);
        assertThat(ran.lines()).contains("acquired       12", "acquired       13");
        assertThat(steps.nanos()).isEqualTo(2_000_000_000L);
    }

    @Test
    @DisplayName("--watch=seconds sets the interval; a reading that fails ends the command with its own code")
    void watchFails() {
        Steps steps = new Steps(() -> {}, () -> service.on("/pool/stats", 404, Says.UNKNOWN_POOL));
        Ran ran = Ran.patient(service.url(), steps.surroundings(), "stats", "--watch=0.5", "--json");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.lines()).containsExactly(Says.stats("default", 1), Says.stats("default", 1), Says.UNKNOWN_POOL);
        assertThat(steps.nanos()).isEqualTo(1_000_000_000L);
    }
}
