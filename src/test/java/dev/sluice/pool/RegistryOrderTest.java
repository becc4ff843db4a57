package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.store.Birth;
import dev.sluice.pool.store.Room;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.SlotState;
import dev.sluice.pool.store.Slots;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeTime;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The requirements of a pool on an ordered map. Its registry is an array that is never changed in place, which keeps
 * the order of insertion and is its own snapshot; a pool's resources have no keys to overwrite or update, and a report
 * that wants another order sorts a snapshot with a {@link Comparator}.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class RegistryOrderTest {

    private final FakeTime time = new FakeTime();
    private final Slots<Integer> slots = new Slots<>(time, () -> Long.MAX_VALUE, () -> Integer.MAX_VALUE, note -> null);
    private final Room room = new Room(() -> Integer.MAX_VALUE);

    private Slot<Integer> add(int number) {
        Slot<Integer> slot =
                new Slot<>(new Birth(number, 0, time.nanos(), time.instant()), number, room.tryTake(), Long.MAX_VALUE);
        slot.move(SlotState.CHECKING, SlotState.IDLE);
        slots.add(slot);
        return slot;
    }

    private @Nullable Slot<Integer> poll() {
        return slots.poll(0, Thread.currentThread(), AcquireRequest.DEFAULT, 0);
    }

    private List<Integer> resources() {
        return slots.snapshot().stream().map(Slot::resource).toList();
    }

    @Test
    @DisplayName("O01 added entries stay in order; a removal leaves the order of the others")
    void keepsOrder() {
        add(1);
        Slot<Integer> two = add(2);
        add(3);

        assertThat(slots.remove(two)).isTrue();
        assertThat(slots.remove(two)).isFalse();

        assertThat(resources()).containsExactly(1, 3);
        assertThat(slots.size()).isEqualTo(2);
        assertThat(slots.contains(two)).isFalse();
    }

    @Test
    @DisplayName("O02 100 adders, 100 readers and 50 takers at once: nothing is lost, a snapshot stays as it was")
    void concurrent() throws Exception {
        add(0);
        List<Slot<Integer>> before = slots.snapshot();
        AtomicInteger next = new AtomicInteger();
        List<Caller<Object>> all = Caller.startTogether(250, () -> {
            int number = next.incrementAndGet();
            if (number <= 100) {
                add(number);
            } else if (number <= 200) {
                assertThat(slots.snapshot()).doesNotContainNull();
            } else {
                Slot<Integer> taken = poll();
                if (taken != null) {
                    taken.move(SlotState.LEASED, SlotState.IDLE);
                }
            }
            return number;
        });
        for (Caller<Object> one : all) {
            one.result();
        }

        assertThat(resources())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(0, 100).boxed().toList());
        assertThat(before).hasSize(1);
    }

    @Test
    @DisplayName("O03 a creation that throws leaves no trace: numbers, size and snapshot agree")
    void failureLeavesNoTrace() {
        TestPool test = TestPool.started(settings -> settings.minSize(1).maxSize(3));
        test.store.onCreate = attempt -> {
            throw new IllegalStateException("no");
        };
        test.pool.fill(3);

        assertThat(test.total()).isEqualTo(1);
        assertThat(test.pool.stats().connections()).hasSize(1);
        assertThat(test.pool.stats().creating()).isZero();
        test.store.onCreate = attempt -> {};
        test.pool.fill(3);
        assertThat(test.indexes())
                .as("a number is given to what was created only")
                .containsExactly(1, 2, 3);
    }

    @Test
    @DisplayName("O04 a later entry follows all others, although earlier ones were removed")
    void newOnesAtTheEnd() {
        Slot<Integer> one = add(1);
        add(2);
        slots.remove(one);
        add(3);

        assertThat(resources()).containsExactly(2, 3);
    }

    @Test
    @DisplayName("O05 a Comparator gives another order: by age descending, equal ages stay in the pool's order")
    void otherOrders() {
        TestPool test = TestPool.started(settings -> settings.minSize(2).maxSize(4));
        test.advance(Duration.ofSeconds(1));
        test.pool.fill(4);

        List<Integer> youngestFirst = test.pool.stats().connections().stream()
                .sorted(Comparator.comparingDouble(ConnectionInfo::ageSeconds))
                .map(info -> TestPool.index(info.id()))
                .toList();

        assertThat(youngestFirst).containsExactly(3, 4, 1, 2);
    }

    @Test
    @DisplayName("O06 a thousand resources are added and removed, the oldest first, in a negligible time")
    void removesTheOldest() {
        List<Slot<Integer>> all = IntStream.range(0, 1000).mapToObj(this::add).toList();
        all.forEach(slot -> {
            assertThat(poll()).isSameAs(slot);
            assertThat(slots.remove(slot)).isTrue();
            slot.closed();
        });

        assertThat(slots.size()).isZero();
        assertThat(room.taken()).isZero();
    }

    @Test
    @DisplayName("a place is freed once, for any number of closes")
    void placeOnce() {
        Room two = new Room(() -> 2);
        Room.Place first = two.tryTake();
        assertThat(two.tryTake()).isNotNull();
        assertThat(two.tryTake()).isNull();

        first.close();
        first.close();

        assertThat(two.taken()).isEqualTo(1);
    }
}
