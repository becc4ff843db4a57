package dev.sluice.pool.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.FakeTime;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which free slot is handed out: the oldest, or, while several threads are busy, the one that a thread had last. */
@Tag("fast")
class OldestFirstTest {

    private static final Object NOTE = new Object();

    private final FakeTime time = new FakeTime();
    private final Slots<Integer> slots =
            new Slots<>(time, () -> Duration.ofMinutes(1).toNanos(), () -> 4, note -> null);
    private final Room room = new Room(() -> 4);
    private final Thread one = new Thread(() -> {});
    private final Thread two = new Thread(() -> {});

    @BeforeEach
    void fill() {
        for (int i = 1; i <= 4; i++) {
            Slot<Integer> slot =
                    new Slot<>(new Birth(i, 0, time.nanos(), time.instant()), i, room.tryTake(), Long.MAX_VALUE);
            slot.move(SlotState.CHECKING, SlotState.IDLE);
            slots.add(slot);
        }
    }

    private Slot<Integer> poll(Thread taker) {
        return slots.poll(0, taker, NOTE, 0);
    }

    private static void giveBack(Slot<Integer> slot) {
        assertThat(slot.moveFrom(slot.lease(), SlotState.IDLE)).isTrue();
    }

    /** The first thread has the first slot, the second one had the second. */
    private Slot<Integer> bothBusy() {
        Slot<Integer> first = poll(one);
        Slot<Integer> second = poll(two);
        assertThat(first.index()).isEqualTo(1);
        assertThat(second.index()).isEqualTo(2);
        giveBack(first);
        giveBack(second);
        return second;
    }

    @Test
    @DisplayName("M03 X12 one thread gets the oldest free resource, for each order of releases")
    void oldest() {
        Slot<Integer> first = poll(one);
        Slot<Integer> second = poll(one);
        Slot<Integer> third = poll(one);
        giveBack(third);
        giveBack(first);
        giveBack(second);

        assertThat(poll(one)).isSameAs(first);
        assertThat(poll(one)).isSameAs(second);
        assertThat(poll(one)).isSameAs(third);
    }

    @Test
    @DisplayName("threads that take turns, one at a time, get the oldest free one")
    void takingTurns() {
        for (int i = 0; i < 10; i++) {
            Slot<Integer> slot = poll(i % 2 == 0 ? one : two);
            assertThat(slot.index()).isEqualTo(1);
            giveBack(slot);
        }
    }

    @Test
    @DisplayName("while several threads are busy, a thread gets the one it had last, though an older one is free")
    void own() {
        Slot<Integer> own = bothBusy();

        assertThat(poll(two)).isSameAs(own);
    }

    @Test
    @DisplayName("the last resource of a thread is not handed to it if another thread has it, or if it is marked")
    void notIfItIsNotFree() {
        Slot<Integer> own = bothBusy();
        own.retireOnRelease(RetirementReason.of("reset"));
        assertThat(poll(two).index()).isEqualTo(1);

        Slot<Integer> next = poll(two);
        assertThat(next.index()).isEqualTo(3);
    }

    @Test
    @DisplayName("the last resource of a thread is not handed to it if it needs a validation")
    void notIfItIsStale() {
        Slot<Integer> own = bothBusy();
        time.advance(Duration.ofMinutes(2));
        Slot<Integer> first = slots.snapshot().get(0);
        first.passed(time.nanos());

        assertThat(poll(two)).isSameAs(first);
        assertThat(own.state()).isEqualTo(SlotState.IDLE);
    }

    @Test
    @DisplayName("the mode of a busy time is reset, and the oldest is handed out first again")
    void forgets() {
        bothBusy();

        slots.forgetHints();

        assertThat(poll(two).index()).isEqualTo(1);
    }

    @Test
    @DisplayName("the last resource of a thread does not bypass a reserve")
    void reserve() {
        Slot<Integer> own = bothBusy();

        assertThat(slots.poll(2, two, NOTE, 0).index()).isEqualTo(3);
        assertThat(own.state()).isEqualTo(SlotState.IDLE);
    }

    @Test
    @DisplayName("a slot that was used since its check is not taken for unused, however short the use")
    void usedSinceItsCheck() {
        Slot<Integer> slot = poll(one);
        assertThat(slot.isProvenUnused(time.nanos(), 1_000)).isFalse();
        giveBack(slot);
        assertThat(slot.isProvenUnused(time.nanos(), 1_000)).isFalse();

        slot.passed(time.nanos());

        assertThat(slot.isProvenUnused(time.nanos(), 1_000)).isTrue();
    }
}
