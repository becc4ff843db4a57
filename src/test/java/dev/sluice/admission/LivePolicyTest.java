package dev.sluice.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.time.Deadline;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Other rules for a gate at which callers wait already. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class LivePolicyTest {

    private final GateFixture fixture = new GateFixture(AdmissionPolicy.DEFAULT, Permits.allFree(2));
    private final Gate<Integer> gate = fixture.gate;

    private QueuedWaiter<Integer> queue(Priority lane, String tenant) {
        Ticket ticket = GateFixture.ticket(lane, Deadline.never(fixture.time), tenant);
        QueuedWaiter<Integer> waiter = new QueuedWaiter<>(ticket);
        gate.queue(waiter);
        return waiter;
    }

    private void change(AdmissionPolicy.Builder builder) {
        gate.policy(builder.build());
    }

    @Test
    @DisplayName("a removed reserve serves its waiters; a new reserve holds at once")
    void reserve() throws Exception {
        change(AdmissionPolicy.builder().reserved(Map.of(Priority.HIGH, 1)));
        assertThat(fixture.tryEnter(Priority.NORMAL)).isEqualTo(2);
        assertThat(fixture.tryEnter(Priority.NORMAL)).isNull();
        QueuedWaiter<Integer> waiter = queue(Priority.NORMAL, "A");

        change(AdmissionPolicy.builder());

        assertThat(waiter.outcome()).isEqualTo(Admission.admitted(1, 0));
        assertThat(gate.policy()).isEqualTo(AdmissionPolicy.DEFAULT);
    }

    @Test
    @DisplayName("a shorter aging interval counts for present waiters")
    void aging() {
        Stream.of(1, 2).forEach(permit -> fixture.permits.poll(0, Thread.currentThread(), "A", 0));
        QueuedWaiter<Integer> low = queue(Priority.LOW, "A");
        fixture.time.advance(Duration.ofMillis(500));
        QueuedWaiter<Integer> high = queue(Priority.HIGH, "A");

        change(AdmissionPolicy.builder().aging(Duration.ofMillis(100)));
        fixture.give(1);

        assertThat(low.outcome()).isNotNull();
        assertThat(high.outcome()).isNull();
    }

    @Test
    @DisplayName("tenants have separate queues from the change of rules on, and one queue again afterwards")
    void tenants() {
        Stream.of(1, 2).forEach(permit -> fixture.permits.poll(0, Thread.currentThread(), "A", 0));
        QueuedWaiter<Integer> a1 = queue(Priority.NORMAL, "A");
        QueuedWaiter<Integer> a2 = queue(Priority.NORMAL, "A");
        QueuedWaiter<Integer> b1 = queue(Priority.NORMAL, "B");
        QueuedWaiter<Integer> a3 = queue(Priority.NORMAL, "A");
        QueuedWaiter<Integer> b2 = queue(Priority.NORMAL, "B");

        change(AdmissionPolicy.builder().tenants(Map.of("A", TenantShare.EQUAL, "B", TenantShare.EQUAL)));
        fixture.give(1);
        assertThat(b1.outcome()).as("A has two of two").isNotNull();
        assertThat(gate.waiting()).isEqualTo(4);

        change(AdmissionPolicy.builder());
        fixture.give(1);
        fixture.give(2);
        assertThat(a1.outcome()).isNotNull();
        assertThat(a2.outcome()).isNotNull();
        assertThat(b2.outcome()).as("in the order of arrival").isNull();
        fixture.give(1);
        assertThat(a3.outcome()).isNotNull();
        assertThat(b2.outcome()).isNull();
        gate.close();
    }

    @Test
    @DisplayName("present waiters are not refused by rules that would refuse them now")
    void refusesNobody() {
        Stream.of(1, 2).forEach(permit -> fixture.permits.poll(0, Thread.currentThread(), "A", 0));
        QueuedWaiter<Integer> waiter = queue(Priority.NORMAL, "X");

        change(AdmissionPolicy.builder().maxWaiters(0).tenants(Map.of("A", TenantShare.EQUAL)));
        fixture.give(1);
        assertThat(waiter.outcome()).as("it has no share").isNull();
        change(AdmissionPolicy.builder().maxWaiters(0));

        assertThat(waiter.outcome()).isEqualTo(Admission.admitted(1, 0));
    }

    @Test
    @DisplayName("M29 each rule that makes no sense is refused, with its key and its value")
    void rules() {
        assertRefused(
                AdmissionPolicy.builder().overtaking(-1), "overtaking must be a whole number from 0 to 10000: -1");
        assertRefused(
                AdmissionPolicy.builder().overtaking(10_001),
                "overtaking must be a whole number from 0 to 10000: 10001");
        assertRefused(AdmissionPolicy.builder().maxWaiters(-1), "max-waiters must be a whole number, at least 0: -1");
        assertRefused(
                AdmissionPolicy.builder().maxWaitersByLane(Map.of(Priority.LOW, -2)),
                "max-waiters-by-lane.low must be a whole number, at least 0: -2");
        assertRefused(
                AdmissionPolicy.builder().reserved(Map.of(Priority.HIGH, -3)),
                "reserved.high must be a whole number, at least 0: -3");
        assertRefused(
                AdmissionPolicy.builder().reservedForNested(-4),
                "reserved-for-nested must be a whole number, at least 0: -4");
        assertRefused(AdmissionPolicy.builder().aging(Duration.ofDays(40_000)), "aging must be at most 36500 days");
    }

    private static void assertRefused(AdmissionPolicy.Builder builder, String message) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    @DisplayName("rules are independent of later changes to the maps that they were created from")
    void copies() {
        Map<Priority, Integer> reserved = new EnumMap<>(Map.of(Priority.HIGH, 1));
        AdmissionPolicy policy = AdmissionPolicy.builder().reserved(reserved).build();
        reserved.put(Priority.HIGH, 2);

        assertThat(policy.reserved()).containsEntry(Priority.HIGH, 1);
        assertThat(policy.toBuilder().build()).isEqualTo(policy);
    }
}
