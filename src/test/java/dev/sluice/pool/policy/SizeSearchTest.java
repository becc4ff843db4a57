package dev.sluice.pool.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.policy.SizeSearch.SizeMeasurement;
import dev.sluice.pool.policy.SizeSearch.SizeStep;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Searches at simulated databases whose throughput depends on the number of connections. */
@Tag("fast")
class SizeSearchTest {

    private static final int LEAST = 2;
    private static final int MOST = 100;

    private final SizeSearch search = new SizeSearch(LEAST, MOST);
    private final List<String> reasons = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(5);
    private int size;

    /** Measures so many times, with this noise, and returns the number of changes of the size. */
    private int measure(int times, IntToDoubleFunction throughput, double noise) {
        int changes = 0;
        for (int i = 0; i < times; i++) {
            double measured = throughput.applyAsDouble(size) * (1 + noise * (2 * random.nextDouble() - 1));
            SizeStep step = search.next(new SizeMeasurement(size, measured, size / measured));
            if (step != null) {
                changes += step.size() == size ? 0 : 1;
                size = step.size();
                reasons.add(step.reason());
                assertThat(size).isBetween(LEAST, MOST);
            }
        }
        return changes;
    }

    /** A database whose throughput rises with each connection up to the best size, and then falls. */
    private static IntToDoubleFunction peakAt(int best) {
        return connections -> 100.0 * (connections <= best ? connections : best - 0.6 * (connections - best) * 0.5);
    }

    /** A database after the universal scalability law. */
    private static double scaled(int connections, double contention, double coherence) {
        return 100.0 * connections / (1 + contention * (connections - 1) + coherence * connections * (connections - 1));
    }

    private static double highest(IntToDoubleFunction throughput) {
        double highest = 0;
        for (int connections = LEAST; connections <= MOST; connections++) {
            highest = Math.max(highest, throughput.applyAsDouble(connections));
        }
        return highest;
    }

    @ParameterizedTest(name = "from {0} to {1}")
    @CsvSource({"4, 14", "50, 14", "10, 60", "100, 3", "2, 2", "20, 20", "7, 100"})
    @DisplayName("the best size is found within 10 % from any size, and then kept")
    void found(int from, int best) {
        size = from;
        measure(40, peakAt(best), 0.005);
        assertThat(search.isResting()).as(reasons.toString()).isTrue();
        assertThat((double) size).as(reasons.toString()).isCloseTo(best, Percentage.withPercentage(10));
        int found = size;
        assertThat(measure(20, peakAt(best), 0.005)).as("changes").isZero();
        assertThat(size).isEqualTo(found);
    }

    @ParameterizedTest(name = "contention {0}, coherence {1}")
    @CsvSource({"0.02, 0.001", "0.1, 0.01", "0.3, 0.0001", "0, 0.0004"})
    @DisplayName("the throughput is within 10 % of the best after the universal scalability law")
    void scalability(double contention, double coherence) {
        size = 10;
        IntToDoubleFunction database = connections -> scaled(connections, contention, coherence);
        measure(60, database, 0.01);
        assertThat(database.applyAsDouble(size)).as(reasons.toString()).isGreaterThan(0.9 * highest(database));
    }

    @Test
    @DisplayName("another load begins another search, which finds its best size; the reason names the change")
    void otherLoad() {
        size = 4;
        measure(40, peakAt(14), 0.005);
        reasons.clear();
        IntToDoubleFunction heavier = connections -> 0.5 * peakAt(40).applyAsDouble(connections);
        measure(40, heavier, 0.005);
        assertThat(reasons.get(0)).startsWith("the load has changed: ");
        assertThat((double) size).as(reasons.toString()).isCloseTo(40, Percentage.withPercentage(10));
    }

    @Test
    @DisplayName("the sizes near the found one are measured again from time to time, so a shifted best size is found")
    void again() {
        size = 4;
        measure(40, peakAt(14), 0);
        measure(200, peakAt(16), 0);
        assertThat(size).as(reasons.toString()).isBetween(15, 17);
    }

    @Test
    @DisplayName("a step says its reason: beyond 14, throughput fell")
    void reasons() {
        size = 14;
        measure(2, peakAt(14), 0);
        assertThat(reasons)
                .containsExactly("all connections are in use at 1400 leases/s", "beyond 14, throughput fell 9 %");
    }

    @Test
    @DisplayName("a pool whose connections are not in use keeps its size, and an unused trial is taken back")
    void idle() {
        size = 20;
        for (int i = 0; i < 500; i++) {
            assertThat(search.next(new SizeMeasurement(20, i % 300, 0.05))).isNull();
        }
        measure(1, peakAt(50), 0);
        assertThat(size).isEqualTo(26);
        assertThat(search.next(new SizeMeasurement(26, 100, 0.1))).isNull();
        SizeStep back = search.next(new SizeMeasurement(26, 100, 0.1));
        assertThat(back).isEqualTo(new SizeStep(20, "only 10 of 26 connections are in use"));
        for (int i = 0; i < 500; i++) {
            assertThat(search.next(new SizeMeasurement(20, 100, 0.1))).isNull();
        }
    }
}
