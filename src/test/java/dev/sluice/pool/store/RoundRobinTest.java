package dev.sluice.pool.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.FakeTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which free slot is handed out where resources take turns. */
@Tag("fast")
class RoundRobinTest {

    private static final Object NOTE = new Object();

    private final FakeTime time = new FakeTime();
    private final Set<Integer> broken = new HashSet<>();
    private final Slots<Integer> slots = new Slots<>(
            time,
            () -> Long.MAX_VALUE,
            () -> 8,
            note -> null,
            new RoundRobin<>(resource -> !broken.contains(resource)));
    private final Room room = new Room(() -> 8);

    @BeforeEach
    void fill() {
        for (int i = 1; i <= 4; i++) {
            add(i);
        }
    }

    private void add(int index) {
        Slot<Integer> slot =
                new Slot<>(new Birth(index, 0, time.nanos(), time.instant()), index, room.tryTake(), Long.MAX_VALUE);
        slot.move(SlotState.CHECKING, SlotState.IDLE);
        slots.add(slot);
    }

    private Slot<Integer> poll(int reserved) {
        return slots.poll(reserved, Thread.currentThread(), NOTE, 0);
    }

    private List<Integer> round(int times) {
        List<Integer> taken = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            Slot<Integer> slot = poll(0);
            taken.add(slot.resource());
            giveBack(slot);
        }
        return taken;
    }

    private static void giveBack(Slot<Integer> slot) {
        assertThat(slot.moveFrom(slot.lease(), SlotState.IDLE)).isTrue();
    }

    @Test
    @DisplayName("T02 each is handed out once before any is handed out again")
    void oneAfterTheOther() {
        assertThat(round(9)).containsExactly(1, 2, 3, 4, 1, 2, 3, 4, 1);
    }

    @Test
    @DisplayName("a leased resource is skipped, and has its turn in the next round")
    void passedOver() {
        Slot<Integer> first = poll(0);
        assertThat(round(4)).containsExactly(2, 3, 4, 2);

        giveBack(first);

        assertThat(round(3)).containsExactly(3, 4, 1);
    }

    @Test
    @DisplayName("T08 a resource that is not ready is handed out only if no other is free")
    void readyFirst() {
        broken.add(1);
        broken.add(3);
        assertThat(round(4)).containsExactly(2, 4, 2, 4);

        poll(0);
        poll(0);

        assertThat(poll(0).resource()).isEqualTo(1);
        assertThat(poll(0).resource()).isEqualTo(3);
        assertThat(poll(0)).isNull();
    }

    @Test
    @DisplayName("the round continues at its position when slots are added and removed")
    void comeAndGo() {
        assertThat(round(2)).containsExactly(1, 2);
        slots.remove(slots.snapshot().get(1));
        add(5);

        assertThat(round(5)).containsExactly(3, 4, 5, 1, 3);
    }

    @Test
    @DisplayName("no turn bypasses a reserve, or selects a marked resource")
    void reserve() {
        slots.snapshot().get(2).retireOnRelease(RetirementReason.of("reset"));

        assertThat(poll(2).resource()).isEqualTo(4);
        assertThat(poll(2)).isNull();
        assertThat(poll(4)).isNull();
    }

    @Test
    @DisplayName("the maximum of concurrent leases is counted for each order")
    void mostLeased() {
        round(3);
        assertThat(slots.mostLeased()).isEqualTo(1);

        poll(0);
        poll(0);

        assertThat(slots.mostLeased()).isEqualTo(2);
    }
}
