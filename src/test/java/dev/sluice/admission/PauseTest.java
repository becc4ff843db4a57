package dev.sluice.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.admission.Admission.Outcome;
import dev.sluice.time.Deadline;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A gate that lets nobody in for a while. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class PauseTest {

    private final GateFixture fixture = new GateFixture(AdmissionPolicy.DEFAULT, Permits.allFree(2));
    private final Gate<Integer> gate = fixture.gate;

    private QueuedWaiter<Integer> queue(Priority lane, Deadline deadline) {
        QueuedWaiter<Integer> waiter = new QueuedWaiter<>(GateFixture.ticket(lane, deadline));
        gate.queue(waiter);
        return waiter;
    }

    @Test
    @DisplayName("while it is paused no caller is admitted, with any free permit")
    void nobody() throws Exception {
        gate.pause();

        assertThat(gate.isPaused()).isTrue();
        assertThat(fixture.tryEnter(Priority.CRITICAL)).isNull();
        assertThat(fixture.enterNow(Priority.CRITICAL).outcome()).isEqualTo(Outcome.TIMED_OUT);
        QueuedWaiter<Integer> waiter = queue(Priority.CRITICAL, Deadline.never(fixture.time));
        fixture.give(3);
        fixture.giveBack(4, Priority.CRITICAL);
        assertThat(gate.pass(waiter.ticket)).as("one that would overtake").isNull();
        assertThat(gate.poll(waiter)).as("one that was woken before").isNull();
        assertThat(fixture.free).hasSize(4);
        gate.close();
    }

    @Test
    @DisplayName("resumed, it serves waiters in the order of their turns, and newcomers as before")
    void resumes() {
        gate.pause();
        QueuedWaiter<Integer> low = queue(Priority.LOW, Deadline.never(fixture.time));
        QueuedWaiter<Integer> normal = queue(Priority.NORMAL, Deadline.never(fixture.time));
        QueuedWaiter<Integer> high = queue(Priority.HIGH, Deadline.never(fixture.time));

        gate.resume();

        assertThat(gate.isPaused()).isFalse();
        assertThat(high.outcome()).isEqualTo(Admission.admitted(1, 0));
        assertThat(normal.outcome()).isEqualTo(Admission.admitted(2, 0));
        assertThat(low.outcome()).isNull();
        fixture.give(1);
        assertThat(low.outcome()).isNotNull();
        fixture.permits.free(2);
        assertThat(fixture.tryEnter(Priority.LOW)).isEqualTo(2);
    }

    @Test
    @DisplayName("deadlines are kept: a waiter without time is timed out, during the pause and after it")
    void deadlines() throws Exception {
        gate.pause();
        var during = fixture.queue("during", Priority.HIGH, Deadline.in(Duration.ofSeconds(1), fixture.time));
        QueuedWaiter<Integer> after = queue(Priority.HIGH, Deadline.in(Duration.ofSeconds(2), fixture.time));
        QueuedWaiter<Integer> patient = queue(Priority.LOW, Deadline.never(fixture.time));

        fixture.time.advance(Duration.ofSeconds(1));
        assertThat(during.result().outcome()).isEqualTo(Outcome.TIMED_OUT);
        fixture.time.advance(Duration.ofSeconds(1));
        gate.resume();

        assertThat(after.outcome().outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(patient.outcome().outcome()).isEqualTo(Outcome.ADMITTED);
    }

    @Test
    @DisplayName("a waiter woken before the pause finds the gate paused, and receives its permit after it")
    void inFlight() throws Exception {
        fixture.enterNow(Priority.NORMAL);
        fixture.enterNow(Priority.NORMAL);
        QueuedWaiter<Integer> waiter = queue(Priority.NORMAL, Deadline.never(fixture.time));
        fixture.giveBack(1, Priority.NORMAL);

        gate.pause();
        assertThat(gate.poll(waiter)).isNull();
        gate.resume();

        assertThat(waiter.outcome()).isEqualTo(Admission.admitted(1, 0));
    }

    @Test
    @DisplayName("paused, it can be closed, and refuses then")
    void closes() throws Exception {
        gate.pause();
        QueuedWaiter<Integer> waiter = queue(Priority.NORMAL, Deadline.never(fixture.time));

        gate.close();
        gate.resume();

        assertThat(waiter.outcome().outcome()).isEqualTo(Outcome.CLOSED);
        assertThat(fixture.enterNow(Priority.NORMAL).outcome()).isEqualTo(Outcome.CLOSED);
    }
}
