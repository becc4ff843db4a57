package dev.sluice.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.admission.Admission.Outcome;
import dev.sluice.time.Deadline;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The maximum number of waiters by lane: enforced, or only observed. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class CapsTest {

    private static final AdmissionPolicy POLICY = AdmissionPolicy.builder()
            .maxWaiters(3)
            .maxWaitersByLane(Map.of(Priority.LOW, 1, Priority.BACKGROUND, 0))
            .build();

    private final GateFixture fixture = new GateFixture(POLICY);
    private final Gate<Integer> gate = fixture.gate;

    /** Queues a caller; returns null if the caller may wait, or the reason of the refusal. */
    private Outcome queue(Priority lane) {
        QueuedWaiter<Integer> waiter = new QueuedWaiter<>(GateFixture.ticket(lane, Deadline.never(fixture.time)));
        Admission<Integer> refused = gate.queue(waiter);
        return refused == null ? null : refused.outcome();
    }

    @Test
    @DisplayName("beyond the cap of its lane a caller is refused and counted, callers of other lanes may wait")
    void byLane() {
        assertThat(queue(Priority.BACKGROUND)).isEqualTo(Outcome.SATURATED);
        assertThat(queue(Priority.LOW)).isNull();
        assertThat(queue(Priority.LOW)).isEqualTo(Outcome.SATURATED);
        assertThat(queue(Priority.NORMAL)).isNull();
        assertThat(queue(Priority.HIGH)).isNull();

        assertThat(queue(Priority.CRITICAL)).as("the cap over all").isEqualTo(Outcome.SATURATED);
        assertThat(gate.counters().saturations()).isEqualTo(3);
        assertThat(gate.counters().overCaps()).isZero();
        assertThat(gate.waiting()).isEqualTo(3);
        assertThat(gate.counters().waits()).isEqualTo(3);
    }

    @Test
    @DisplayName("a leaving waiter makes room in its lane")
    void roomAgain() {
        queue(Priority.LOW);
        fixture.give(1);

        assertThat(queue(Priority.LOW)).isNull();
    }

    @Test
    @DisplayName("a cap refuses waits, not free permits")
    void servesWhoNeedNotWait() throws Exception {
        fixture.permits.free(1);

        assertThat(fixture.enterNow(Priority.BACKGROUND).permit()).isEqualTo(1);
        assertThat(gate.counters().saturations()).isZero();
    }

    @Test
    @DisplayName("caps that are only observed refuse no caller, and count the callers beyond them")
    void observes() {
        gate.policy(POLICY.toBuilder().enforceCaps(false).build());

        assertThat(queue(Priority.BACKGROUND)).isNull();
        assertThat(queue(Priority.LOW)).isNull();
        assertThat(queue(Priority.LOW)).isNull();
        assertThat(queue(Priority.NORMAL)).isNull();

        assertThat(gate.waiting()).isEqualTo(4);
        assertThat(gate.counters().overCaps()).isEqualTo(3);
        assertThat(gate.counters().saturations()).isZero();
    }

    @Test
    @DisplayName("a lower cap refuses newcomers, not waiters")
    void lowered() {
        queue(Priority.NORMAL);
        queue(Priority.NORMAL);

        gate.policy(POLICY.toBuilder().maxWaiters(1).build());

        assertThat(gate.waiting()).isEqualTo(2);
        assertThat(queue(Priority.NORMAL)).isEqualTo(Outcome.SATURATED);
    }
}
