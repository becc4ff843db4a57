package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.store.FailureKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("fast")
class CreationBackoffTest {

    private static final Exception REFUSED = new Exception("refused");
    private static final double MOST_PER_SECOND = 2;

    /** The shortest waits, the longest, and what chance makes of them. */
    static Stream<DoubleSupplier> chances() {
        return Stream.of(() -> Math.nextDown(1.0), () -> 0.0, new Random(7)::nextDouble, new Random(8)::nextDouble);
    }

    /** When attempts are made, in nanoseconds, if each is made at once when it may be, and fails at once. */
    private static List<Long> attempts(CreationBackoff backoff, Duration outage) {
        List<Long> times = new ArrayList<>();
        for (long now = 0; now < outage.toNanos(); ) {
            assertThat(backoff.allows(now, 0)).isTrue();
            times.add(now);
            long wait = backoff.failed(REFUSED, now).toNanos();
            assertThat(backoff.allows(now + wait - 1, 0)).isFalse();
            now += wait;
        }
        return times;
    }

    @ParameterizedTest
    @MethodSource("chances")
    @DisplayName("an outage of four seconds or more never has more than two attempts a second, with any jitter")
    void rate(DoubleSupplier chance) {
        List<Long> times = attempts(new CreationBackoff(chance), Duration.ofMinutes(10));
        for (int i = 0; i < times.size(); i++) {
            double seconds = Math.max(4, times.get(i) / 1e9); // the outage ends just after this attempt
            assertThat((i + 1) / seconds).as("attempt %d", i).isLessThanOrEqualTo(MOST_PER_SECOND);
        }
    }

    @ParameterizedTest
    @MethodSource("chances")
    @DisplayName("the time between two attempts is at most 750 ms, so that a database that is back is found soon")
    void gap(DoubleSupplier chance) {
        List<Long> times = attempts(new CreationBackoff(chance), Duration.ofMinutes(10));
        for (int i = 1; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - 1)).isLessThanOrEqualTo(750_000_000);
        }
    }

    @Test
    @DisplayName("from the third failure on, attempts at a server without free sessions wait for 1 s up to 10 s, and"
            + " never refuse an operation")
    void full() {
        CreationBackoff backoff = new CreationBackoff(() -> 0);
        long now = 0;
        for (int free = 1; free < LastFailure.FREE_ATTEMPTS; free++) {
            long next =
                    backoff.record(REFUSED, FailureKind.SERVER_FULL, now, now).nextNanos();
            assertThat(next - now).isLessThan(Duration.ofSeconds(1).toNanos());
            now = next;
        }
        for (long seconds : new long[] {1, 2, 4, 8, 10, 10}) {
            LastFailure failure = backoff.record(REFUSED, FailureKind.SERVER_FULL, now, now);
            assertThat(failure.nextNanos() - now)
                    .isEqualTo(Duration.ofSeconds(seconds).toNanos());
            assertThat(failure.isLasting()).isFalse();
            LastFailure together = backoff.record(REFUSED, FailureKind.SERVER_FULL, now + 1, now - 1);
            assertThat(together.nextNanos()).as("under way together").isEqualTo(failure.nextNanos());
            now = failure.nextNanos();
        }
        backoff.succeeded();
        assertThat(backoff.record(REFUSED, FailureKind.SERVER_FULL, now, now).nextNanos() - now)
                .isLessThan(Duration.ofSeconds(1).toNanos());
    }

    @Test
    @DisplayName("pools that failed together try again at different times")
    void jitter() {
        List<Long> times = new ArrayList<>();
        Random chance = new Random(7);
        for (int i = 0; i < 20; i++) {
            List<Long> attempts = attempts(new CreationBackoff(chance::nextDouble), Duration.ofSeconds(5));
            times.add(attempts.get(attempts.size() - 1));
        }
        assertThat(times).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("until a failure, any number of callers may try at once")
    void unbounded() {
        assertThat(new CreationBackoff(() -> 0.5).allows(0, 100)).isTrue();
    }

    @Test
    @DisplayName("after a dead resource was found, one creation may try at once, and the others after its success")
    void suspicion() {
        CreationBackoff backoff = new CreationBackoff(() -> 0.5);
        backoff.suspect(0);
        assertThat(backoff.allows(0, 0)).isTrue();
        assertThat(backoff.allows(0, 1)).isFalse();
        assertThat(backoff.last()).as("nothing has failed yet").isNull();
        backoff.succeeded();
        assertThat(backoff.allows(0, 1)).isTrue();
    }

    @Test
    @DisplayName("an outage begins at the last proof if that is recent, otherwise at its first sign")
    void startOfOutage() {
        CreationBackoff backoff = new CreationBackoff(() -> 0.5);
        long minute = Duration.ofMinutes(1).toNanos();
        assertThat(backoff.startOfOutage(5 * minute, null)).isEqualTo(5 * minute);
        assertThat(backoff.startOfOutage(5 * minute, 4 * minute)).isEqualTo(4 * minute);
        assertThat(backoff.startOfOutage(5 * minute, 4 * minute - 1)).isEqualTo(5 * minute);
        backoff.suspect(3 * minute);
        backoff.suspect(4 * minute);
        assertThat(backoff.startOfOutage(5 * minute, null)).as("the suspicion").isEqualTo(3 * minute);
        backoff.succeeded();
        assertThat(backoff.startOfOutage(5 * minute, null)).as("forgotten").isEqualTo(5 * minute);
    }

    @Test
    @DisplayName("a success clears the way, and the next failure waits as briefly as the first")
    void success() {
        CreationBackoff backoff = new CreationBackoff(() -> 0.5);
        Duration first = backoff.failed(REFUSED, 0);
        assertThat(backoff.failed(REFUSED, 0)).isGreaterThan(first);
        assertThat(backoff.failures()).isEqualTo(2);
        assertThat(backoff.last().cause()).isSameAs(REFUSED);
        backoff.succeeded();
        assertThat(backoff.failures()).isZero();
        assertThat(backoff.last()).isNull();
        assertThat(backoff.allows(0, 5)).isTrue();
        assertThat(backoff.failed(REFUSED, 0)).isEqualTo(first);
    }

    @Test
    @DisplayName("C2 rejected attempts that were under way together begin one wait; the next one alone doubles it")
    void together() {
        CreationBackoff backoff = new CreationBackoff(() -> 0.0);
        Duration wait = Duration.ZERO;
        for (int now = 1; now <= 10; now++) {
            wait = backoff.failed(REFUSED, FailureKind.PASSWORD_REJECTED, now, 0);
        }
        assertThat(wait).isBetween(Duration.ofSeconds(29), Duration.ofSeconds(30));
        LastFailure last = Objects.requireNonNull(backoff.last());
        assertThat(last.times()).isEqualTo(10);
        assertThat(last.beginsWait()).isFalse();

        long later = Duration.ofSeconds(31).toNanos();
        assertThat(backoff.record(REFUSED, FailureKind.PASSWORD_REJECTED, later + 1, later)
                        .beginsWait())
                .isTrue();
        assertThat(Objects.requireNonNull(backoff.last()).nextNanos() - later - 1)
                .isEqualTo(Duration.ofMinutes(1).toNanos());
    }

    @ParameterizedTest
    @EnumSource(names = {"SETUP_FAILED", "SERVER_FULL"})
    @DisplayName("attempts that were under way together do not use up the free ones, except after a rejected password")
    void togetherAtFirst(FailureKind kind) {
        CreationBackoff backoff = new CreationBackoff(() -> 0.0);
        long begun = 1;
        for (int now = 2; now <= 9; now++) {
            LastFailure failure = backoff.record(REFUSED, kind, now, begun);
            assertThat(failure.times()).isEqualTo(1);
            assertThat(failure.nextNanos() - now)
                    .isLessThan(Duration.ofSeconds(1).toNanos());
        }
        assertThat(backoff.record(REFUSED, kind, 20, 10).times()).isEqualTo(2);
        LastFailure third = backoff.record(REFUSED, kind, 40, 30);
        assertThat(third.beginsWait()).isTrue();
        LastFailure together = backoff.record(REFUSED, kind, 41, 30);
        assertThat(together.beginsWait()).isFalse();
        assertThat(together.nextNanos()).isEqualTo(third.nextNanos());
    }
}
