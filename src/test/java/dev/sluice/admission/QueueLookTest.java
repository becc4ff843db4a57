package dev.sluice.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.admission.Admission.Outcome;
import dev.sluice.testing.FakeTime;
import dev.sluice.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The reports about a queue, and the outcome for waiters that leave the queue. */
@Tag("fast")
class QueueLookTest {

    private static final AdmissionPolicy SHARES = AdmissionPolicy.builder()
            .tenants(Map.of("a", TenantShare.EQUAL, "b", TenantShare.EQUAL))
            .build();

    private final FakeTime time = new FakeTime();
    private final Permits permits = new Permits(4);
    private final Gate<Integer> gate = new Gate<>(permits, AdmissionPolicy.DEFAULT, time);

    private QueuedWaiter<Integer> queue(Priority lane, String tenant) {
        Deadline deadline = Deadline.in(Duration.ofHours(1), time);
        Object note = tenant == null ? GateFixture.NOTHING : tenant;
        QueuedWaiter<Integer> waiter =
                new QueuedWaiter<>(new Ticket(lane, deadline, tenant, new Thread(), false, note));
        assertThat(gate.queue(waiter)).isNull();
        return waiter;
    }

    @Test
    @DisplayName("waiters are listed by turns: rank, then arrival, with their waiting times")
    void listed() {
        QueuedWaiter<Integer> low = queue(Priority.LOW, null);
        time.advance(Duration.ofSeconds(1)); // it counts as NORMAL now
        QueuedWaiter<Integer> normal = queue(Priority.NORMAL, null);
        QueuedWaiter<Integer> high = queue(Priority.HIGH, null);
        QueuedWaiter<Integer> last = queue(Priority.LOW, null);
        time.advance(Duration.ofMillis(1));

        assertThat(gate.waiters().stream().map(QueuedCaller::ticket))
                .containsExactly(high.ticket, low.ticket, normal.ticket, last.ticket);
        assertThat(gate.waiters().stream().map(QueuedCaller::position)).containsExactly(1, 2, 3, 4);
        assertThat(gate.waiters().get(1).waitedNanos())
                .isEqualTo(Duration.ofMillis(1001).toNanos());
    }

    @Test
    @DisplayName("waiters keep their turns when tenants begin or cease to be separated")
    void keepsItsTurn() {
        gate.policy(SHARES);
        gate.pause();
        List<QueuedWaiter<Integer>> all = List.of(
                queue(Priority.NORMAL, "a"), queue(Priority.NORMAL, "b"),
                queue(Priority.NORMAL, "a"), queue(Priority.NORMAL, null));
        gate.policy(AdmissionPolicy.builder().fairness(Fairness.STRICT).build());
        gate.resume();

        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).outcome()).isNull();
            permits.free(i + 1);
            gate.supplied();
            assertThat(all.get(i).outcome().permit()).isEqualTo(i + 1);
        }
    }

    @Test
    @DisplayName("the tenant with the least holding for its weight is served first, although it arrived last")
    void leastForItsWeight() {
        gate.policy(AdmissionPolicy.builder()
                .tenants(Map.of("a", new TenantShare(0, 9, 1, 9), "b", new TenantShare(0, 9, 4, 9)))
                .build());
        permits.taken.put(1, "a");
        permits.taken.put(2, "b");
        permits.taken.put(3, "b");
        QueuedWaiter<Integer> heavy = queue(Priority.NORMAL, "a"); // has 1 for 1
        QueuedWaiter<Integer> light = queue(Priority.NORMAL, "b"); // has 2 for 4

        permits.free(4);
        gate.supplied();

        assertThat(light.outcome().permit()).isEqualTo(4);
        assertThat(heavy.outcome()).isNull();
    }

    @Test
    @DisplayName("a waiter that leaves, is late or is refused has its waiting time in the report")
    void waited() {
        time.advance(Duration.ofSeconds(100));
        QueuedWaiter<Integer> leaver = queue(Priority.NORMAL, null);
        QueuedWaiter<Integer> late = queue(Priority.NORMAL, null);
        time.advance(Duration.ofSeconds(2));
        assertThat(gate.leave(leaver))
                .isEqualTo(Admission.refused(
                        Outcome.TIMED_OUT, Duration.ofSeconds(2).toNanos()));
        time.advance(Duration.ofHours(1));
        permits.free(1);
        gate.supplied();
        assertThat(late.outcome())
                .isEqualTo(Admission.refused(
                        Outcome.TIMED_OUT, Duration.ofSeconds(3602).toNanos()));
        permits.free.clear();

        QueuedWaiter<Integer> turnedOut = queue(Priority.NORMAL, null);
        time.advance(Duration.ofSeconds(3));
        gate.close();
        assertThat(turnedOut.outcome())
                .isEqualTo(
                        Admission.refused(Outcome.CLOSED, Duration.ofSeconds(3).toNanos()));
    }

    @Test
    @DisplayName("a caller that is served or refused at once never counts as waiting, not even for a moment")
    void servedAtOnce() {
        List<Integer> seen = new ArrayList<>();
        Gate<?>[] watched = new Gate<?>[1];
        Permits permits = new Permits(1) {
            @Override
            public Integer poll(int reserved, Thread taker, Object note, long waitedNanos) {
                seen.add(watched[0].waiting());
                return super.poll(reserved, taker, note, waitedNanos);
            }
        };
        AdmissionPolicy capped = AdmissionPolicy.builder().maxWaiters(1).build();
        Gate<Integer> gate = new Gate<>(permits, capped, time);
        watched[0] = gate;
        permits.free(1);

        assertThat(gate.queue(waiter()).outcome()).isEqualTo(Outcome.ADMITTED);
        assertThat(gate.queue(waiter())).isNull();
        assertThat(gate.queue(waiter()).outcome()).isEqualTo(Outcome.SATURATED);

        assertThat(seen)
                .as("while the first and the second were queued; the third is behind another one, and polls nothing")
                .containsExactly(0, 0);
        assertThat(gate.waiting()).isEqualTo(1);
    }

    private QueuedWaiter<Integer> waiter() {
        Deadline deadline = Deadline.in(Duration.ofHours(1), time);
        return new QueuedWaiter<>(
                new Ticket(Priority.NORMAL, deadline, null, new Thread(), false, GateFixture.NOTHING));
    }

    @Test
    @DisplayName("a gate is open while no caller waits and no rule restricts it")
    void open() {
        assertThat(gate.isOpen()).isTrue();
        gate.pause();
        assertThat(gate.isOpen()).isFalse();
        gate.resume();
        queue(Priority.NORMAL, null);
        assertThat(gate.isOpen()).isFalse();
        assertThat(gate.waitingByLane()).containsEntry(Priority.NORMAL, 1).containsEntry(Priority.HIGH, 0);
    }
}
