package dev.sluice.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.admission.Admission.Outcome;
import dev.sluice.testing.FakeTime;
import dev.sluice.time.Deadline;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The refusal of the next waiter, after the creation for it has failed. */
@Tag("fast")
class RefuseNextTest {

    private static final Throwable CAUSE = new IllegalStateException("no");

    private final FakeTime time = new FakeTime();
    private final Permits permits = new Permits(2);
    private final Gate<Integer> gate = new Gate<>(permits, AdmissionPolicy.DEFAULT, time);

    private QueuedWaiter<Integer> queue(Priority lane) {
        Deadline deadline = Deadline.in(Duration.ofSeconds(10), time);
        QueuedWaiter<Integer> waiter =
                new QueuedWaiter<>(new Ticket(lane, deadline, null, new Thread(), false, GateFixture.NOTHING));
        assertThat(gate.queue(waiter)).isNull();
        return waiter;
    }

    @Test
    @DisplayName("G13 the next waiter receives the cause and its waiting time; the others stay")
    void refusesOne() {
        permits.taken.putAll(Map.of(1, "", 2, ""));
        QueuedWaiter<Integer> normal = queue(Priority.NORMAL);
        QueuedWaiter<Integer> high = queue(Priority.HIGH);
        time.advance(Duration.ofMillis(5));

        gate.refuseNext(CAUSE);

        assertThat(high.outcome()).isEqualTo(Admission.failed(CAUSE, 5_000_000));
        assertThat(normal.outcome()).isNull();
        gate.refuseNext(CAUSE);
        assertThat(normal.outcome().cause()).isSameAs(CAUSE);
        gate.refuseNext(CAUSE);
        assertThat(gate.waiting()).isZero();
        assertThat(gate.isOpen()).isTrue();
    }

    @Test
    @DisplayName("G13 a waiter that a free permit can serve is served, not refused")
    void servesFirst() {
        permits.taken.putAll(Map.of(1, "", 2, ""));
        QueuedWaiter<Integer> first = queue(Priority.NORMAL);
        QueuedWaiter<Integer> second = queue(Priority.NORMAL);
        permits.free(1);

        gate.refuseNext(CAUSE);

        assertThat(first.outcome().permit()).isEqualTo(1);
        assertThat(second.outcome().outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    @DisplayName("G13 a permit left to a woken waiter that is refused is handed to the next waiter")
    void refusesOneInFlight() {
        permits.taken.putAll(Map.of(1, "", 2, ""));
        QueuedWaiter<Integer> first = queue(Priority.NORMAL);
        QueuedWaiter<Integer> second = queue(Priority.NORMAL);
        gate.supplied(Priority.NORMAL, 1); // somebody else has it again by the time it is looked for

        gate.refuseNext(CAUSE);
        assertThat(first.outcome().outcome()).isEqualTo(Outcome.FAILED);

        permits.free(1);
        gate.supplied(Priority.NORMAL, 1);
        Admission<Integer> outcome = gate.poll(second);
        assertThat(outcome).isNotNull();
        assertThat(outcome.permit()).isEqualTo(1);
    }

    @Test
    @DisplayName("G13 while the gate is paused no caller is refused")
    void paused() {
        gate.pause();
        QueuedWaiter<Integer> waiter = queue(Priority.NORMAL);

        gate.refuseNext(CAUSE);

        assertThat(waiter.outcome()).isNull();
    }

    @Test
    @DisplayName("G13 the gate knows for each moment if an earlier caller waits, in any lane")
    void cameAfter() {
        permits.taken.putAll(Map.of(1, "", 2, ""));
        long before = time.nanos();
        assertThat(gate.haveAllComeAfter(before)).isTrue();
        QueuedWaiter<Integer> early = queue(Priority.LOW);
        time.advance(Duration.ofMillis(1));
        long between = time.nanos();
        assertThat(gate.haveAllComeAfter(between)).isFalse();
        time.advance(Duration.ofMillis(1));
        queue(Priority.HIGH);
        assertThat(gate.haveAllComeAfter(between)).isFalse();

        gate.leave(early);

        assertThat(gate.haveAllComeAfter(between)).isTrue();
        assertThat(gate.haveAllComeAfter(time.nanos())).isFalse();
    }
}
