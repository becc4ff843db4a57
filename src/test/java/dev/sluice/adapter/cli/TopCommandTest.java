package dev.sluice.adapter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class TopCommandTest {

    private static final String HEADER =
            "POOL    STATE    PROVEN  TOTAL/MAX  LEASED  IDLE  WAITING  BY LANE        ACQ/S"
                    + "  P99 WAIT  TIMEOUTS  OLDEST LEASE  HOLDER";

    private StubService service;

    @BeforeEach
    void start() throws IOException {
        service = new StubService();
        acquired(100);
        service.on("/pools", 200, Says.pools("orders"));
    }

    @AfterEach
    void stop() {
        service.close();
        Thread.interrupted();
    }

    private void acquired(long count) {
        service.on("/pools/orders/stats", 200, Says.stats("orders", count));
    }

    private static String row(String rate, String p99) {
        return "orders  RUNNING     35s        2/4       1     1        2  HIGH 1, LOW 1  "
                + " ".repeat(5 - rate.length()) + rate + " ".repeat(10 - p99.length()) + p99
                + "         6           12s  worker-1";
    }

    @Test
    @DisplayName("--once shows all pools and ends, also without metrics")
    void once() {
        Ran ran = Ran.patient(service.url(), new Steps().terminal(), "top", "--once");
        assertThat(ran.code()).isZero();
        assertThat(ran.lines()).hasSize(4).first().asString().startsWith(service.url() + "  1 pool  ");
        assertThat(ran.lines().subList(1, 4)).containsExactly("", HEADER, row("-", "-"));
    }

    @Test
    @DisplayName("the states of policies stand below the pools")
    void policies() {
        service.on(
                "/pools/orders/stats",
                200,
                Says.stats("orders", 1)
                        .replace(
                                "\"stuckThreads\":0",
                                "\"stuckThreads\":0,\"policies\":{\"breaker\":\"CLOSED\",\"rateLimit\":\"ENFORCE\"}"));
        assertThat(Ran.patient(service.url(), new Steps().surroundings(), "top", "--once")
                        .lines())
                .endsWith("", "POOL    POLICY     STATE", "orders  breaker    CLOSED", "orders  rateLimit  ENFORCE");
    }

    @Test
    @DisplayName("rates cover the time since the last reading; a negative rate is not shown")
    void rates() {
        service.on("/q/metrics", 200, """
                db_client_connection_wait_time_seconds_bucket{db_client_connection_pool_name="orders",le="0.001"} 50.0
                db_client_connection_wait_time_seconds_bucket{db_client_connection_pool_name="orders",le="0.005"} 100.0
                db_client_connection_wait_time_seconds_bucket{db_client_connection_pool_name="orders",le="+Inf"} 100.0
                """);
        Steps steps = new Steps(() -> acquired(105), () -> acquired(5105), () -> acquired(3));
        Ran ran = Ran.patient(service.url(), steps.surroundings(), "top", "--interval=2");
        assertThat(ran.code()).isEqualTo(130);
        assertThat(ran.lines())
                .filteredOn(line -> line.startsWith("orders"))
                .containsExactly(row("-", "<=5ms"), row("2.5", "<=5ms"), row("2500", "<=5ms"), row("-", "<=5ms"));
        assertThat(ran.out()).doesNotContain("\u001b");
    }

    @Test
    @DisplayName("a service that is away is reported with the last reading, and is found again")
    void serviceGoesAway() {
        Steps steps = new Steps(
                () -> service.on("/pools", 503, "{\"title\":\"Away\",\"detail\":\"for a moment\"}"),
                () -> service.on("/pools", 200, Says.pools("orders")));
        Ran ran = Ran.patient(service.url(), steps.surroundings(), "top");
        assertThat(ran.code()).isEqualTo(130);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.lines())
                .anyMatch(line -> line.matches("Away: for a moment; last seen \\d\\d:\\d\\d.*, trying again"));
        assertThat(ran.lines()).filteredOn(line -> line.startsWith("orders")).hasSize(3);
    }

    @Test
    @DisplayName("a service that has not started yet is awaited")
    void serviceNotThereYet() throws IOException {
        try (Socket mute = new Socket()) {
            mute.bind(new InetSocketAddress("127.0.0.1", 0)); // the port is taken, and nobody listens at it
            String url = "http://127.0.0.1:" + mute.getLocalPort();
            Ran ran = Ran.patient(url, new Steps().surroundings(), "top");
            assertThat(ran.lines().get(0))
                    .isEqualTo("cannot reach " + url + " : connection refused; last seen never, trying again");
        }
    }

    @Test
    @DisplayName("a terminal shows each reading in place of the previous one, and keeps its cursor at the end")
    void terminal() {
        Ran ran = Ran.patient(service.url(), new Steps(() -> {}).terminal(), "top");
        assertThat(ran.out())
                .startsWith("\u001b[?25l\u001b[?7l\u001b[2J\u001b[H")
                .endsWith("\u001b[J\u001b[?7h\u001b[?25h");
        assertThat(ran.out().split("\u001b\\[H", -1)).hasSize(3);
    }

    @Test
    @DisplayName("--plain keeps a terminal from being cleared")
    void plain() {
        Ran ran = Ran.patient(service.url(), new Steps(() -> {}).terminal(), "top", "--plain");
        assertThat(ran.out()).doesNotContain("\u001b");
        assertThat(ran.lines()).hasSize(9);
    }
}
