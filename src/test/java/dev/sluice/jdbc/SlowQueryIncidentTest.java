package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.adapter.cli.CommandLineRun;
import dev.sluice.control.PoolManager;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An incident on a real server, from the first question to its end, from the shell. */
@QuarkusTest
@Timeout(120)
@Tag("service")
class SlowQueryIncidentTest {

    @Inject
    PoolManager manager;

    @TestHTTPResource("/")
    String url;

    @Test
    @DisplayName("Fifty clients and a slow query are diagnosed and ended from the shell in three steps")
    void ended() throws Exception {
        try (FiftyClients clients = new FiftyClients(manager)) {
            List<String> why = CommandLineRun.lines(url, "why", FiftyClients.POOL);
            assertThat(why.get(0)).startsWith("test: SATURATED").contains("40 wait");
            assertThat(why)
                    .anyMatch(line -> line.startsWith("HELD_TOO_LONG: 10 of 10 leases"))
                    .anyMatch(
                            line -> line.startsWith("HELD_TOO_LONG") && line.contains("statement 'select pg_sleep(?)'"))
                    .anyMatch(line -> line.strip().startsWith("dry run: would break 10"));

            String remedy = why.stream()
                    .map(String::strip)
                    .filter(line -> line.startsWith("sluice do "))
                    .findFirst()
                    .orElseThrow();
            assertThat(CommandLineRun.run(
                            url, remedy.substring("sluice ".length()).split(" ")))
                    .isZero();

            clients.assertEnded();
            assertThat(CommandLineRun.lines(url, "why", FiftyClients.POOL))
                    .anyMatch(line -> line.startsWith("test: WELL"))
                    .anyMatch(line -> line.startsWith("NOTHING_WRONG"));
        }
    }
}
