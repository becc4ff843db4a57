package dev.sluice.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.admission.Admission.Outcome;
import dev.sluice.time.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The share of each tenant while other tenants want permits. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class TenantSharesTest {

    private static final int NO_CAP = Integer.MAX_VALUE;

    private static GateFixture of(int capacity, Map<String, TenantShare> tenants) {
        return of(capacity, tenants, null);
    }

    private static GateFixture of(int capacity, Map<String, TenantShare> tenants, @Nullable TenantShare others) {
        AdmissionPolicy policy =
                AdmissionPolicy.builder().tenants(tenants).otherTenants(others).build();
        return new GateFixture(policy, Permits.allFree(capacity));
    }

    private static TenantShare capped(int cap) {
        return new TenantShare(0, cap, 1, 0);
    }

    private static List<Integer> take(GateFixture fixture, @Nullable String tenant) throws InterruptedException {
        List<Integer> taken = new ArrayList<>();
        for (Integer one = enter(fixture, tenant); one != null; one = enter(fixture, tenant)) {
            taken.add(one);
        }
        return taken;
    }

    private static @Nullable Integer enter(GateFixture fixture, @Nullable String tenant) throws InterruptedException {
        return tenant == null
                ? fixture.enterNow(Priority.NORMAL).permit()
                : fixture.enterNow(Priority.NORMAL, tenant).permit();
    }

    private static QueuedWaiter<Integer> queue(GateFixture fixture, @Nullable String tenant) {
        return queue(fixture, Priority.NORMAL, tenant);
    }

    private static QueuedWaiter<Integer> queue(GateFixture fixture, Priority lane, @Nullable String tenant) {
        Deadline never = Deadline.never(fixture.time);
        Ticket ticket = tenant == null ? GateFixture.ticket(lane, never) : GateFixture.ticket(lane, never, tenant);
        QueuedWaiter<Integer> waiter = new QueuedWaiter<>(ticket);
        fixture.gate.queue(waiter);
        return waiter;
    }

    private static boolean isServed(QueuedWaiter<Integer> waiter) {
        return waiter.outcome() != null;
    }

    @Test
    @DisplayName(
            "X04 tenant A takes its cap of 5 of 8 permits, B the rest; a release of A serves a waiter within its share")
    void caps() throws Exception {
        GateFixture fixture = of(8, Map.of("A", capped(5), "B", capped(5)));
        List<Integer> a = take(fixture, "A");
        assertThat(a).hasSize(5);
        QueuedWaiter<Integer> sixthOfA = queue(fixture, "A");
        assertThat(isServed(sixthOfA)).isFalse();
        assertThat(take(fixture, "B")).hasSize(3);
        QueuedWaiter<Integer> fourthOfB = queue(fixture, "B");

        fixture.giveBack(a.get(0), Priority.NORMAL);

        assertThat(fourthOfB.outcome()).isEqualTo(Admission.admitted(a.get(0), 0));
        assertThat(isServed(sixthOfA)).as("B has four as well now").isFalse();
        fixture.giveBack(a.get(1), Priority.NORMAL);
        assertThat(isServed(sixthOfA)).isTrue();
    }

    @Test
    @DisplayName("X04 a hundred waiters of A do not delay B, neither with a free permit nor with a released one")
    void crowd() throws Exception {
        GateFixture fixture = of(8, Map.of("A", capped(5), "B", capped(5)));
        List<Integer> a = take(fixture, "A");
        for (int i = 0; i < 100; i++) {
            queue(fixture, "A");
        }

        assertThat(take(fixture, "B")).hasSize(3);

        QueuedWaiter<Integer> b = queue(fixture, "B");
        fixture.giveBack(a.get(0), Priority.NORMAL);
        assertThat(isServed(b)).isTrue();
        assertThat(fixture.gate.waiting()).isEqualTo(100);
    }

    @Test
    @DisplayName("X04 a tenant without a share is refused; with a share for all others, each of them has it")
    void unknown() throws Exception {
        GateFixture fixture = of(8, Map.of("A", capped(5)));
        assertThat(fixture.enterNow(Priority.NORMAL, "X").outcome()).isEqualTo(Outcome.UNKNOWN_TENANT);
        assertThat(fixture.gate.counters().waits()).isZero();

        GateFixture open = of(8, Map.of("A", capped(5)), capped(2));
        assertThat(take(open, "X")).hasSize(2);
        assertThat(take(open, "Y")).hasSize(2);
    }

    @Test
    @DisplayName("X04 a floor is kept for its tenant: others do not take the last of it, its own does at once")
    void floor() throws Exception {
        GateFixture fixture = of(8, Map.of("A", new TenantShare(3, NO_CAP, 1, 0), "B", TenantShare.EQUAL));

        assertThat(take(fixture, "B")).hasSize(5);
        assertThat(take(fixture, "A")).hasSize(3);
    }

    @Test
    @DisplayName("X04 a floor is kept from callers without a tenant, too")
    void floorAgainstNobody() throws Exception {
        GateFixture fixture = of(8, Map.of("A", new TenantShare(3, NO_CAP, 1, 0)));

        assertThat(take(fixture, null)).hasSize(5);
        assertThat(take(fixture, "A")).hasSize(3);
    }

    @Test
    @DisplayName("X04 callers without a tenant wait for their turn like one tenant")
    void nobodyIsOneTenant() throws Exception {
        GateFixture fixture = of(4, Map.of("A", TenantShare.EQUAL));
        List<Integer> taken = take(fixture, null);
        assertThat(taken).hasSize(4);
        QueuedWaiter<Integer> nobody = queue(fixture, null);
        QueuedWaiter<Integer> a = queue(fixture, "A");

        fixture.giveBack(taken.get(0), Priority.NORMAL);

        assertThat(isServed(a)).as("it has least").isTrue();
        assertThat(isServed(nobody)).isFalse();
    }

    @Test
    @DisplayName("X04 while two tenants need more than exists, each receives its share by weight")
    void weights() throws Exception {
        GateFixture fixture = of(9, Map.of("A", new TenantShare(0, NO_CAP, 2, 0), "B", TenantShare.EQUAL));
        List<Integer> b = take(fixture, "B");
        assertThat(b).as("alone it may have all").hasSize(9);
        for (int i = 0; i < 9; i++) {
            queue(fixture, "A");
            queue(fixture, "B");
        }

        for (Integer permit : b) {
            fixture.giveBack(permit, Priority.NORMAL);
        }

        assertThat(fixture.permits.heldByTenant()).containsEntry("A", 6).containsEntry("B", 3);
    }

    @ParameterizedTest(name = "with a burst of {0}: {1} and {2}")
    @CsvSource({"0, 6, 3", "1, 7, 2"})
    @DisplayName("X04 a burst is the permits of a tenant above its share while others need some")
    void burst(int burst, int ofA, int ofB) {
        GateFixture fixture = of(9, Map.of("A", new TenantShare(0, NO_CAP, 2, burst), "B", TenantShare.EQUAL));
        fixture.gate.pause();
        for (int i = 0; i < 9; i++) {
            queue(fixture, Priority.HIGH, "A");
            queue(fixture, Priority.LOW, "B");
        }

        fixture.gate.resume();

        assertThat(fixture.permits.heldByTenant()).containsEntry("A", ofA).containsEntry("B", ofB);
    }

    @Test
    @DisplayName("X04 among equals the tenant that has least for its weight is next, and within it the first")
    void least() throws Exception {
        GateFixture fixture = of(4, Map.of("A", TenantShare.EQUAL, "B", TenantShare.EQUAL));
        enter(fixture, "A");
        enter(fixture, "A");
        enter(fixture, "A");
        Integer b = enter(fixture, "B");
        QueuedWaiter<Integer> a1 = queue(fixture, "A");
        QueuedWaiter<Integer> b1 = queue(fixture, "B");
        QueuedWaiter<Integer> b2 = queue(fixture, "B");

        fixture.giveBack(b, Priority.NORMAL);

        assertThat(List.of(isServed(a1), isServed(b1), isServed(b2))).containsExactly(false, true, false);
    }

    @Test
    @DisplayName("shares that make no sense are refused, with the value")
    void rules() {
        assertThatThrownBy(() -> new TenantShare(3, 2, 1, 0)).hasMessageContaining("floor must not exceed cap (2): 3");
        assertThatThrownBy(() -> new TenantShare(0, 0, 1, 0))
                .hasMessageContaining("cap must be a whole number, at least 1: 0");
        assertThatThrownBy(() -> new TenantShare(0, 1, 0, 0))
                .hasMessageContaining("weight must be a whole number, at least 1: 0");
        assertThatThrownBy(() -> new TenantShare(0, 1, 1, -1))
                .hasMessageContaining("burst must be a whole number, at least 0: -1");
    }
}
