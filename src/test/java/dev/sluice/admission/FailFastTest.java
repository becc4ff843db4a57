package dev.sluice.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.admission.Admission.Outcome;
import dev.sluice.time.Deadline;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Refusing at once who would not be served in time, by the waits of late. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class FailFastTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final GateFixture fixture =
            new GateFixture(AdmissionPolicy.builder().failFast(true).build());
    private final Gate<Integer> gate = fixture.gate;

    private Outcome queue(Duration timeout) {
        Ticket ticket = GateFixture.ticket(Priority.NORMAL, Deadline.in(timeout, fixture.time));
        Admission<Integer> refused = gate.queue(new QueuedWaiter<>(ticket));
        return refused == null ? null : refused.outcome();
    }

    /** Two wait, and the first is served after a second: a place takes a second. */
    private void learn() {
        queue(SECOND.multipliedBy(60));
        queue(SECOND.multipliedBy(60));
        fixture.time.advance(SECOND);
        fixture.give(1);
        assertThat(gate.waiting()).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "a caller whose deadline precedes its turn is refused at once and counted; a caller with enough time may wait")
    void refuses() {
        learn();

        assertThat(queue(Duration.ofMillis(1999))).as("two places, two seconds").isEqualTo(Outcome.HOPELESS);
        assertThat(queue(Duration.ofMillis(2001))).isNull();
        assertThat(queue(Duration.ofMillis(2001))).as("a third place").isEqualTo(Outcome.HOPELESS);

        assertThat(gate.counters().hopelessRefusals()).isEqualTo(2);
        assertThat(gate.waiting()).isEqualTo(2);
        assertThat(gate.counters().timeouts()).isZero();
    }

    @Test
    @DisplayName("the estimate of waiters is reported, by their places")
    void tells() {
        learn();
        queue(SECOND.multipliedBy(60));

        assertThat(gate.waiters())
                .extracting(QueuedCaller::position, QueuedCaller::estimatedNanos)
                .containsExactly(tuple(1, SECOND.toNanos()), tuple(2, 2 * SECOND.toNanos()));
    }

    @Test
    @DisplayName("without a measurement no caller is refused")
    void nothingKnown() {
        assertThat(queue(Duration.ofNanos(1))).isNull();
        assertThat(queue(Duration.ofNanos(1))).isNull();

        assertThat(gate.waiters()).extracting(QueuedCaller::estimatedNanos).containsOnly(-1L);
    }

    @Test
    @DisplayName("a caller without waiters ahead is never refused: the measurements of an earlier queue are discarded")
    void recovers() {
        learn();
        fixture.give(2);
        assertThat(gate.waiting()).isZero();

        assertThat(queue(Duration.ofMillis(10))).isNull();

        assertThat(gate.counters().hopelessRefusals()).isZero();
    }

    @Test
    @DisplayName("only on request: by default all callers may wait until their deadlines")
    void offByDefault() {
        gate.policy(AdmissionPolicy.DEFAULT);
        learn();

        assertThat(queue(Duration.ofMillis(1))).isNull();
    }

    @Test
    @DisplayName("a free permit is granted for each remaining time, and after long waits")
    void freePermit() throws Exception {
        learn();
        fixture.permits.free(1);
        fixture.permits.free(2);
        gate.supplied();

        assertThat(queue(Duration.ofMillis(1))).isEqualTo(Outcome.ADMITTED);

        assertThat(gate.waiting()).as("both are served").isZero();
    }
}
