package dev.sluice.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.time.Deadline;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Permits that are kept for the more urgent lanes, and for callers that hold one already. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class ReservesTest {

    private static GateFixture of(Fairness fairness, Map<Priority, Integer> reserved, int forNested, int capacity) {
        AdmissionPolicy policy = AdmissionPolicy.builder()
                .fairness(fairness)
                .reserved(reserved)
                .reservedForNested(forNested)
                .build();
        return new GateFixture(policy, Permits.allFree(capacity));
    }

    private static int take(GateFixture fixture, Priority lane) throws InterruptedException {
        int taken = 0;
        while (fixture.tryEnter(lane) != null || fixture.enterNow(lane).permit() != null) {
            taken++;
        }
        return taken;
    }

    private static QueuedWaiter<Integer> queue(GateFixture fixture, Priority lane, boolean nested) {
        Ticket ticket = new Ticket(
                lane, Deadline.never(fixture.time), null, Thread.currentThread(), nested, GateFixture.NOTHING);
        QueuedWaiter<Integer> waiter = new QueuedWaiter<>(ticket);
        fixture.gate.queue(waiter);
        return waiter;
    }

    @ParameterizedTest
    @EnumSource(Fairness.class)
    @DisplayName("a reserve of a lane serves the lane and the lanes above it, not the lanes below")
    void lanes(Fairness fairness) throws Exception {
        Map<Priority, Integer> reserved = Map.of(Priority.HIGH, 2, Priority.NORMAL, 1);
        GateFixture fixture = of(fairness, reserved, 0, 6);

        assertThat(take(fixture, Priority.BACKGROUND)).isEqualTo(3);
        assertThat(take(fixture, Priority.LOW)).isZero();
        assertThat(take(fixture, Priority.NORMAL)).isEqualTo(1);
        assertThat(fixture.enterNow(Priority.CRITICAL).permit()).isNotNull();
        assertThat(take(fixture, Priority.HIGH)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Fairness.class)
    @DisplayName("a waiter that may not use the reserve does not block a waiter that may")
    void blockedHead(Fairness fairness) throws Exception {
        GateFixture fixture = of(fairness, Map.of(Priority.HIGH, 1), 0, 2);
        assertThat(take(fixture, Priority.NORMAL)).isEqualTo(1);
        QueuedWaiter<Integer> normal = queue(fixture, Priority.NORMAL, false);

        assertThat(fixture.enterNow(Priority.HIGH).permit()).isEqualTo(1);
        assertThat(normal.outcome()).isNull();

        QueuedWaiter<Integer> high = queue(fixture, Priority.HIGH, false);
        fixture.give(1);
        assertThat(high.outcome()).isEqualTo(Admission.admitted(1, 0));
        fixture.give(1);
        assertThat(normal.outcome()).as("that is not for it").isNull();
        fixture.give(2);
        assertThat(normal.outcome()).isEqualTo(Admission.admitted(2, 0));
    }

    @ParameterizedTest
    @EnumSource(Fairness.class)
    @DisplayName("aging does not open the reserve")
    void aging(Fairness fairness) throws Exception {
        GateFixture fixture = of(fairness, Map.of(Priority.HIGH, 1), 0, 2);
        take(fixture, Priority.NORMAL);
        QueuedWaiter<Integer> low = queue(fixture, Priority.LOW, false);

        fixture.time.advance(Duration.ofMinutes(1));
        fixture.gate.supplied();

        assertThat(low.outcome()).isNull();
        assertThat(fixture.enterNow(Priority.HIGH).permit()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Fairness.class)
    @DisplayName("a reserve for nested acquires serves only them, ahead of earlier callers of their lane")
    void nested(Fairness fairness) throws Exception {
        GateFixture fixture = of(fairness, Map.of(), 1, 2);
        assertThat(take(fixture, Priority.NORMAL)).isEqualTo(1);
        assertThat(fixture.enterNow(Priority.CRITICAL).permit()).isNull();
        QueuedWaiter<Integer> before = queue(fixture, Priority.NORMAL, false);

        QueuedWaiter<Integer> nested = queue(fixture, Priority.NORMAL, true);

        assertThat(nested.outcome()).isEqualTo(Admission.admitted(1, 0));
        assertThat(before.outcome()).isNull();
        QueuedWaiter<Integer> nestedLater = queue(fixture, Priority.NORMAL, true);
        fixture.give(2);
        assertThat(before.outcome())
                .as("for what anybody may have, the order is that of arrival")
                .isEqualTo(Admission.admitted(2, 0));
        fixture.give(1);
        assertThat(nestedLater.outcome()).isEqualTo(Admission.admitted(1, 0));
    }

    @Test
    @DisplayName("a waiter in the middle of nested ones leaves its own queue")
    void leaves() throws Exception {
        GateFixture fixture = of(Fairness.STRICT, Map.of(), 1, 2);
        take(fixture, Priority.NORMAL);
        fixture.permits.poll(0, Thread.currentThread(), GateFixture.NOTHING, 0);
        QueuedWaiter<Integer> first = queue(fixture, Priority.NORMAL, true);
        QueuedWaiter<Integer> second = queue(fixture, Priority.NORMAL, false);
        QueuedWaiter<Integer> third = queue(fixture, Priority.NORMAL, true);

        fixture.gate.leave(first);

        assertThat(fixture.gate.waiters())
                .extracting(QueuedCaller::ticket)
                .containsExactly(second.ticket, third.ticket);
        assertThat(fixture.gate.waitingByLane()).containsEntry(Priority.NORMAL, 2);
    }
}
