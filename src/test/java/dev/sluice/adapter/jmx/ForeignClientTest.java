package dev.sluice.adapter.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.JavaProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client in another JVM, which has no class of ours. */
@Timeout(120)
@Tag("service")
class ForeignClientTest {

    private static final long CLIENT_SECONDS = 90;

    @TempDir
    private Path directory;

    private final ExportedPools here = new ExportedPools();
    private JMXConnectorServer connector;
    private H2Batches batches;

    @BeforeEach
    void listen() throws IOException {
        // read once, when RMI is first used: the address that is told to clients
        System.setProperty("java.rmi.server.hostname", "127.0.0.1");
        connector = JMXConnectorServerFactory.newJMXConnectorServer(
                new JMXServiceURL("service:jmx:rmi://127.0.0.1"), Map.of(), here.server);
        connector.start();
        here.start("orders");
        batches = new H2Batches(here.exporter, directory, false);
    }

    @AfterEach
    void release() throws IOException {
        connector.stop();
        batches.close();
        here.close();
    }

    @DisplayName("M12: a client without any class of Sluice resets a pool; numbers continue at 11")
    @Test
    void a_client_without_any_class_of_ours_operates_a_pool() throws Exception {
        List<String> lines = runClient();

        assertThat(lines)
                .contains(
                        "ours: false",
                        "pools: [orders]",
                        "created: 10",
                        "told: sluice.pool.operation.reset by dev.sluice:type=Pool,name=orders",
                        "event: OPERATION_COMPLETED",
                        "verbose: true",
                        "reserved: 2",
                        "text: fairness=BOUNDED, overtaking=64, aging=PT1S, enforce-caps=true, reserved.critical=2,"
                                + " reserved-for-nested=0, refuse-nested=true, fail-fast=false",
                        "paused: PAUSED",
                        "resumed: RUNNING",
                        "waiters: 0",
                        "bad rule: java.lang.IllegalArgumentException: aging must be a duration from 1 ms to"
                                + " 36500 days, such as 500ms, 30s, 1h30m or PT10M: 'soon'",
                        "refused: java.lang.IllegalArgumentException: no pool 'nope'",
                        "batch told: COMPLETED",
                        "batch: batch-1 demonstration 30",
                        "failures: 0",
                        "no batch: java.lang.IllegalArgumentException: no batch 'batch-7'")
                .filteredOn(line -> line.startsWith("unread: "))
                .containsOnly("unread: 0");
        assertThat(lines).anyMatch(line -> line.matches("before: conn_1_\\d+ to conn_10_\\d+"));
        assertThat(lines).anyMatch(line -> line.matches("after: conn_11_\\d+ to conn_20_\\d+"));
    }

    private List<String> runClient() throws Exception {
        Path output = directory.resolve("output.txt");
        Process client = new ProcessBuilder(JavaProcess.command(
                        "-cp",
                        classPathOfClientOnly().toString(),
                        ForeignClient.class.getName(),
                        connector.getAddress().toString()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(client.waitFor(CLIENT_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            client.destroyForcibly();
        }
        List<String> lines = Files.readAllLines(output);
        assertThat(client.exitValue()).as("%s", lines).isZero();
        return lines;
    }

    private Path classPathOfClientOnly() throws IOException {
        String file = ForeignClient.class.getName().replace('.', '/') + ".class";
        Path copy = directory.resolve("classes").resolve(file);
        Files.createDirectories(copy.getParent());
        try (InputStream code = ForeignClient.class.getClassLoader().getResourceAsStream(file)) {
            Files.copy(code, copy);
        }
        return directory.resolve("classes");
    }
}
