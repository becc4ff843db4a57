package dev.sluice.adapter.cli;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.control.PoolManager;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.Lease;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore;
import dev.sluice.testing.FakeTime;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@QuarkusTest
@Tag("service")
class RunningServiceTest {

    @Inject
    PoolManager manager;

    @TestHTTPResource("/")
    String url;

    @Command(name = "sluice")
    static final class Root {}

    private Ran run(String... words) {
        return Ran.patient(url, new Steps().surroundings(), words);
    }

    @Test
    @DisplayName("stats shows the numbers of the default pool, and the holder of each connection")
    void stats() throws Exception {
        run("reset");
        try (var lease = manager.pool("default").acquire()) {
            Ran ran = run("stats");
            assertThat(ran.code()).isZero();
            assertThat(ran.err()).isEmpty();
            assertThat(ran.lines())
                    .contains("pool           default", "connections    10 (min 10, max 20)", "idle           9")
                    .anyMatch(line -> line.startsWith(lease.name() + "  leased")
                            && line.contains(Thread.currentThread().getName()));
        }
    }

    @Test
    @DisplayName("stats --json is the answer of REST")
    void json() throws Exception {
        JsonNode json =
                new ObjectMapper().readTree(run("stats", "default", "--json").out());
        assertThat(json.path("name").asText()).isEqualTo("default");
        assertThat(json.properties().stream().map(Map.Entry::getKey))
                .containsExactlyElementsOf(get("/pool/stats").jsonPath().<Object, Object>getMap("").keySet().stream()
                        .map(String::valueOf)
                        .toList());
    }

    @Test
    @DisplayName("reset replaces the connections and prints the result, as a command below another one, too")
    void reset() {
        List<String> before = connections();
        Ran ran = run("reset");
        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .matches("pool 'default': reset: created \\d+ of \\d+, closed \\d+, took [0-9.]+[a-z]+; the pool is"
                        + " RUNNING with \\d+ connections\\R");
        assertThat(connections()).doesNotContainAnyElementsOf(before);
        CommandLine root = new CommandLine(new Root()).addSubcommand(new ResetCommand(new Steps().surroundings()));
        assertThat(root.execute("reset", "--url", url, "--timeout", "60")).isZero();
    }

    private List<String> connections() {
        return get("/pool/stats").jsonPath().getList("connections.id", String.class);
    }

    @Test
    @DisplayName("a reset that cannot create its connections ends with 1, an unknown pool with 2")
    void failures() {
        FakeTime time = new FakeTime();
        FakeStore store = new FakeStore();
        ManagedPool<?> broken = new ManagedPool<>(
                "broken",
                PoolConfig.builder().minSize(2).maxSize(4).build(),
                store,
                new PoolRuntime(time, time, Runnable::run, () -> 0.5));
        broken.start().join();
        manager.register(broken);
        try {
            store.onCreate = attempt -> {
                throw new IllegalStateException("the database is away");
            };
            Ran ran = run("reset", "broken");
            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.err())
                    .startsWith("Operation incomplete: reset created 0 of 2 connections: ")
                    .contains("the database is away");
        } finally {
            manager.unregister(broken);
            broken.close(CloseMode.FORCE, Duration.ZERO);
        }
        assertThat(run("reset", "broken").code()).isEqualTo(2);
        assertThat(run("stats", "broken").err()).startsWith("Unknown pool: ");
    }

    @Test
    @DisplayName("stats --all and top --once show every pool; top reads waits from the metrics")
    void pools() {
        Ran all = run("stats", "--all");
        assertThat(all.code()).isZero();
        assertThat(all.lines()).anyMatch(line -> line.startsWith("default "));
        Ran top = run("top", "--once");
        assertThat(top.code()).isZero();
        assertThat(top.err()).isEmpty();
        assertThat(top.lines().get(2)).startsWith("POOL ").contains("P99 WAIT", "OLDEST LEASE");
        assertThat(top.lines()).anyMatch(line -> line.startsWith("default ") && line.contains("RUNNING"));
    }

    @Test
    @DisplayName("top shows the waiters, the longest lease, and the waiting time")
    void busy() throws Exception {
        ManagedPool<?> pool = manager.pool("default");
        List<Lease<?>> leases = new ArrayList<>();
        while (leases.size() < 20) {
            leases.add(pool.acquire());
        }
        AcquireRequest patient = AcquireRequest.DEFAULT.withTimeout(Duration.ofMinutes(1)); // longer than top takes
        Caller<Lease<?>> waiter = Caller.start(() -> pool.acquire(patient));
        try {
            Await.until("the caller waits", () -> pool.stats().waiting() == 1);
            assertThat(defaultRow())
                    .matches("default +RUNNING +\\S+ +20/20 +20 +0 +1 +NORMAL 1 +- .*"
                            + Pattern.quote(Thread.currentThread().getName()));
        } finally {
            leases.forEach(Lease::close);
            waiter.result().close();
        }
        Await.until("the wait is in the metrics", () -> defaultRow().matches(".* (<=|>)[0-9]+m?s .*"));
    }

    private String defaultRow() {
        return run("top", "--once").lines().stream()
                .filter(line -> line.startsWith("default "))
                .findFirst()
                .orElseThrow();
    }
}
