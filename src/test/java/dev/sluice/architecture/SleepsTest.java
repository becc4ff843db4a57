package dev.sluice.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Keeps sleeps out of the tests. CONTRIBUTING.md has the rule; this class lists the permitted pauses and reasons. */
@Tag("fast")
class SleepsTest {

    private static final Path TESTS = Path.of("src", "test", "java", "dev", "sluice");
    private static final Pattern PAUSE = Pattern.compile("\\.(?:sleep|parkNanos|parkUntil)\\(");

    private static final String FAULT = "the length of a fault, or of its effect";
    private static final String LOAD = "the time between two steps of a client, or of its lease";
    private static final String SAMPLER = "the period of a thread that samples or polls";

    private static final Map<String, String> PERMITTED = Map.ofEntries(
            Map.entry("faults/BreakFaults.java", FAULT),
            Map.entry("faults/CallerFaults.java", FAULT),
            Map.entry("faults/DriverFaults.java", FAULT),
            Map.entry("faults/Lag.java", SAMPLER),
            Map.entry("faults/Rest.java", SAMPLER),
            Map.entry("faults/Starvation.java", SAMPLER),
            Map.entry("faults/Traffic.java", LOAD),
            Map.entry("faults/Waits.java", SAMPLER),
            Map.entry("pool/LoadTest.java", LOAD),
            Map.entry("soak/Soak.java", FAULT),
            Map.entry("soak/SoakClients.java", LOAD),
            Map.entry("soak/SoakOperator.java", LOAD),
            Map.entry("soak/SoakReader.java", SAMPLER),
            Map.entry("soak/SoakedProcess.java", SAMPLER),
            Map.entry("tcp/FaultTest.java", LOAD),
            Map.entry("testing/FakeTime.java", "a wait on the fake clock, bounded so that no wake-up is missed"),
            Map.entry("testing/wire/Pump.java", "the latency of the wire"));

    @Test
    @DisplayName("no test sleeps, except for the pauses that are listed with a reason")
    void noSleeps() throws IOException {
        TreeSet<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(TESTS)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                if (PAUSE.matcher(Files.readString(file)).find()) {
                    found.add(TESTS.relativize(file).toString().replace('\\', '/'));
                }
            }
        }
        assertThat(found)
                .as("test classes with a pause; wait for a condition instead, or list the reason here")
                .containsExactlyInAnyOrderElementsOf(PERMITTED.keySet());
    }
}
