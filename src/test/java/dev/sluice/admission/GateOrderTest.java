package dev.sluice.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.admission.Admission.Outcome;
import dev.sluice.testing.FakeTime;
import dev.sluice.time.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Orders of steps that schedules have found: each of them failed once. */
@Tag("fast")
class GateOrderTest {

    private final FakeTime time = new FakeTime();
    private final Permits permits = new Permits(4);

    private Gate<Integer> gate(AdmissionPolicy.Builder rules) {
        return new Gate<>(permits, rules.build(), time);
    }

    private QueuedWaiter<Integer> waiter(Priority lane, Duration patience, boolean nested) {
        Deadline deadline = Deadline.in(patience, time);
        return new QueuedWaiter<>(
                new Ticket(lane, deadline, null, Thread.currentThread(), nested, GateFixture.NOTHING));
    }

    @Test
    @DisplayName("a caller that queues slowly does not delete the record of the waits of others")
    void slowNewcomer() {
        Gate<Integer> gate = gate(AdmissionPolicy.builder().fairness(Fairness.STRICT));
        QueuedWaiter<Integer> first = waiter(Priority.NORMAL, Duration.ofSeconds(1), false);
        assertThat(gate.queue(first)).isNull();
        QueuedWaiter<Integer> slow = waiter(Priority.NORMAL, Duration.ofSeconds(9), false);

        time.advance(Duration.ofSeconds(2));
        permits.free(1);

        assertThat(gate.queue(slow)).isNull();
        gate.supplied();
        assertThat(slow.outcome().permit()).isEqualTo(1);
        assertThat(first.outcome().outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(slow.outcome().waitedNanos()).isZero();
    }

    @Test
    @DisplayName("a permit that becomes free during a dispatch is not for a waiter whose turn is later")
    void becomesFreeMeanwhile() {
        boolean[] armed = {false};
        PermitSource<Integer> supply = new Permits(1) {
            @Override
            public Integer poll(int reserved, Thread taker, Object note, long waitedNanos) {
                Integer found = super.poll(reserved, taker, note, waitedNanos);
                if (armed[0]) { // just too late for the first one's look
                    armed[0] = false;
                    free(1);
                }
                return found;
            }
        };
        Gate<Integer> gate = new Gate<>(
                supply, AdmissionPolicy.builder().fairness(Fairness.STRICT).build(), time);
        QueuedWaiter<Integer> first = waiter(Priority.HIGH, Duration.ofSeconds(9), false);
        QueuedWaiter<Integer> later = waiter(Priority.LOW, Duration.ofSeconds(9), false);
        assertThat(gate.queue(first)).isNull();
        assertThat(gate.queue(later)).isNull();

        armed[0] = true;
        gate.supplied();
        assertThat(later.outcome()).isNull();
        gate.supplied();

        assertThat(first.outcome().permit()).isEqualTo(1);
    }

    @Test
    @DisplayName("a holder of a permit gets the nested reserve, although a caller of its lane waits for that permit")
    void nestedBehindOthers() {
        Gate<Integer> gate =
                gate(AdmissionPolicy.builder().fairness(Fairness.STRICT).reservedForNested(1));
        permits.free(1);
        QueuedWaiter<Integer> outer = waiter(Priority.NORMAL, Duration.ofSeconds(9), false);
        assertThat(gate.queue(outer)).isNull();

        QueuedWaiter<Integer> nested = waiter(Priority.NORMAL, Duration.ofSeconds(9), true);

        assertThat(gate.queue(nested).permit()).isEqualTo(1);
        assertThat(outer.outcome()).isNull();
    }

    @Test
    @DisplayName("a permit kept for a tenant is kept from callers without a tenant, too")
    void floorsAgainstNobody() throws Exception {
        TenantShare floor = new TenantShare(2, 4, 1, 0);
        Gate<Integer> gate = gate(AdmissionPolicy.builder().tenants(Map.of("a", floor)));
        List.of(1, 2, 3, 4).forEach(permits::free);

        assertThat(gate.queue(waiter(Priority.HIGH, Duration.ZERO, false)).permit())
                .isNotNull();
        assertThat(gate.queue(waiter(Priority.HIGH, Duration.ZERO, false)).permit())
                .isNotNull();

        assertThat(gate.queue(waiter(Priority.HIGH, Duration.ZERO, false)).outcome())
                .isEqualTo(Outcome.TIMED_OUT);
        assertThat(gate.enter(ticketOf("a", Duration.ZERO), ticket -> {}).permit())
                .isNotNull();
    }

    @Test
    @DisplayName("callers without a tenant have an equal share while a tenant needs permits")
    void partsOfNobody() {
        TenantShare equal = TenantShare.EQUAL;
        Gate<Integer> gate = gate(AdmissionPolicy.builder().tenants(Map.of("a", equal)));
        List.of(1, 2, 3, 4).forEach(permits::free);
        for (int i = 0; i < 3; i++) {
            assertThat(gate.queue(waiter(Priority.LOW, Duration.ZERO, false)).permit())
                    .isNotNull();
        }
        gate.pause();
        QueuedWaiter<Integer> nobodys = waiter(Priority.HIGH, Duration.ofSeconds(9), false);
        assertThat(gate.queue(nobodys)).isNull();
        QueuedWaiter<Integer> ofTheTenant = new QueuedWaiter<>(ticketOf("a", Duration.ofSeconds(9)));
        assertThat(gate.queue(ofTheTenant)).isNull();

        gate.resume();

        assertThat(ofTheTenant.outcome().permit()).isEqualTo(4);
        assertThat(nobodys.outcome()).isNull();
    }

    private Ticket ticketOf(String tenant, Duration patience) {
        Deadline deadline = Deadline.in(patience, time);
        return new Ticket(Priority.NORMAL, deadline, tenant, Thread.currentThread(), false, tenant);
    }

    @Test
    @DisplayName("the record of a slow queue is discarded when it is empty: the next newcomer may wait")
    void slowQueueOfThePast() {
        Gate<Integer> gate = gate(AdmissionPolicy.builder().failFast(true));
        QueuedWaiter<Integer> slow = waiter(Priority.NORMAL, Duration.ofSeconds(9), false);
        assertThat(gate.queue(slow)).isNull();
        time.advance(Duration.ofSeconds(5));
        permits.free(1);
        gate.supplied();
        assertThat(slow.outcome().permit()).isEqualTo(1);

        assertThat(gate.queue(waiter(Priority.NORMAL, Duration.ofSeconds(1), false)))
                .isNull();
        assertThat(gate.queue(waiter(Priority.NORMAL, Duration.ofSeconds(1), false)))
                .isNull();
    }
}
