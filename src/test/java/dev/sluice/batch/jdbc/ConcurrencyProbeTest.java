package dev.sluice.batch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Chunks over a database that does a given amount of work at a time, played on a clock of their own. */
@DisplayName("The probe for the number of leases that a batch scales to")
@Tag("fast")
class ConcurrencyProbeTest {

    private static final long CHUNK_NANOS = Duration.ofMillis(10).toNanos();
    private static final int FREE = 8;

    private final ConcurrencyProbe probe = new ConcurrencyProbe();
    private final SplittableRandom random = new SplittableRandom(7);
    private final PriorityQueue<long[]> underWay = new PriorityQueue<>(Comparator.comparingLong(each -> each[1]));
    private long now = 1;
    private int most;
    private double scatter;

    /** Returns the throughput in chunks by the number of leases. */
    private static IntToDoubleFunction cores(double cores) {
        return leases -> Math.min(leases, cores);
    }

    /** Plays for that long; returns the leases that there were on average. */
    private double play(Duration time, int free, IntToDoubleFunction speed) {
        return play(time, free, speed, CHUNK_NANOS);
    }

    private double play(Duration time, int free, IntToDoubleFunction speed, long chunkNanos) {
        long until = now + time.toNanos();
        double leaseNanos = 0;
        most = 0;
        while (now < until) {
            while (underWay.size() < probe.limit(free, now)) {
                int leases = underWay.size() + 1;
                double length = 1 + scatter * (random.nextDouble() - 0.5);
                underWay.add(
                        new long[] {now, now + (long) (length * chunkNanos * leases / speed.applyAsDouble(leases))});
            }
            most = Math.max(most, underWay.size());
            long[] next = underWay.peek();
            leaseNanos += (double) underWay.size() * (next[1] - now);
            now = next[1];
            probe.done(now - next[0], underWay.size(), now);
            underWay.remove();
        }
        return leaseNanos / (now - until + time.toNanos());
    }

    @Test
    @DisplayName("uses all free leases for all but a twentieth of the time if each lease adds as much as the first")
    void scales() {
        play(Duration.ofSeconds(2), FREE, cores(100));
        assertThat(probe.limit(FREE, now)).isEqualTo(FREE);
        assertThat(play(Duration.ofMinutes(10), FREE, cores(100))).isGreaterThan(0.95 * FREE);
    }

    @ParameterizedTest(name = "{0} cores: {1} leases")
    @DisplayName("has the useful number of leases if more leases only slow each other down")
    @CsvSource({"1, 1", "1.5, 1", "2, 2", "2.9, 2", "3, 3", "5, 5", "7, 8"})
    void doesNotScale(double cores, int expected) {
        play(Duration.ofSeconds(5), FREE, cores(cores));
        assertThat(probe.limit(FREE, now)).isEqualTo(expected);
        play(Duration.ofSeconds(5), FREE, cores(cores));
        assertThat(most).as("it keeps to that").isEqualTo(expected);
    }

    @Test
    @DisplayName("is not misled for long by chunks of very different length")
    void scatters() {
        scatter = 1.8;
        assertThat(play(Duration.ofMinutes(10), FREE, cores(100))).isGreaterThan(0.8 * FREE);
        assertThat(play(Duration.ofMinutes(10), FREE, cores(1))).isLessThan(1.3);
    }

    @Test
    @DisplayName("searches again later, and finds a larger or a smaller number")
    void looksAgain() {
        play(Duration.ofSeconds(5), FREE, cores(1));
        play(Duration.ofSeconds(20), FREE, cores(100));
        assertThat(probe.limit(FREE, now)).isEqualTo(FREE);
        play(Duration.ofSeconds(40), FREE, cores(1));
        assertThat(probe.limit(FREE, now)).isEqualTo(1);
    }

    @Test
    @DisplayName("searches less often after equal results, so that a try above the number is seldom")
    void looksLessOften() {
        play(Duration.ofMinutes(10), FREE, cores(1));
        assertThat(play(Duration.ofMinutes(60), FREE, cores(1))).isLessThan(1.005);
        assertThat(play(Duration.ofMinutes(3), FREE, cores(100))).isGreaterThan(1.005);
        assertThat(probe.limit(FREE, now)).isEqualTo(FREE);
    }

    @Test
    @DisplayName("searches within ten seconds even if chunks become much longer")
    void looksWhenItGetsWorse() {
        play(Duration.ofMinutes(60), FREE, cores(100));
        play(Duration.ofSeconds(12), FREE, cores(1));
        assertThat(probe.limit(FREE, now)).isEqualTo(1);
    }

    @Test
    @DisplayName("keeps the result of a long search for ten times as long")
    void keepsWhatWasDear() {
        long chunk = Duration.ofSeconds(5).toNanos();
        assertThat(play(Duration.ofHours(5), FREE, cores(100), chunk)).isGreaterThan(0.9 * FREE);
        assertThat(probe.limit(FREE, now)).isEqualTo(FREE);
    }

    @Test
    @DisplayName("measures a slow beginning again")
    void warmsUp() {
        play(Duration.ofMillis(250), FREE, cores(1), 4 * CHUNK_NANOS);
        play(Duration.ofSeconds(5), FREE, cores(1));
        assertThat(probe.limit(FREE, now)).isEqualTo(1);
    }

    @Test
    @DisplayName("ignores chunks that began before its present try")
    void forgetsThoseOfBefore() {
        now += Duration.ofMinutes(1).toNanos();
        probe.limit(FREE, now);
        for (int i = 0; i < 100; i++) {
            now += CHUNK_NANOS;
            probe.done(Duration.ofMinutes(1).toNanos(), 1, now);
        }
        assertThat(probe.limit(FREE, now)).isEqualTo(1);
        play(Duration.ofSeconds(5), FREE, cores(2));
        assertThat(probe.limit(FREE, now)).isEqualTo(2);
    }

    @Test
    @DisplayName("ignores chunks beside more chunks than its present try has")
    void forgetsTheCrowd() {
        probe.limit(FREE, now);
        for (int i = 0; i < 100; i++) {
            now += CHUNK_NANOS;
            probe.done(CHUNK_NANOS / 10, 2, now);
        }
        play(Duration.ofSeconds(5), FREE, cores(2));
        assertThat(probe.limit(FREE, now)).isEqualTo(2);
    }

    @Test
    @DisplayName("tries additional leases that were not free at the time of the search")
    void triesMore() {
        play(Duration.ofMillis(300), 1, cores(3));
        assertThat(probe.limit(1, now)).isEqualTo(1);
        play(Duration.ofSeconds(2), 2, cores(3));
        assertThat(probe.limit(2, now)).isEqualTo(2);
        play(Duration.ofSeconds(2), FREE, cores(3));
        assertThat(probe.limit(FREE, now)).isEqualTo(3);
    }

    @Test
    @DisplayName("does not take a number that was not free during the search as a result")
    void takesNothingForGranted() {
        play(Duration.ofMillis(450), FREE, cores(100)); // it tries two or four
        play(Duration.ofMillis(500), 1, cores(1));
        play(Duration.ofSeconds(5), FREE, cores(1));
        assertThat(most).isLessThanOrEqualTo(2);
        assertThat(probe.limit(FREE, now)).isEqualTo(1);
    }

    @Test
    @DisplayName("never has more leases than are free, nor less than one")
    void keepsToWhatIsFree() {
        play(Duration.ofSeconds(5), FREE, cores(100));
        assertThat(probe.limit(3, now)).isEqualTo(3);
        assertThat(probe.limit(1, now)).isEqualTo(1);
    }
}
