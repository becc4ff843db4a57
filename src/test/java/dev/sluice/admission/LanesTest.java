package dev.sluice.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.FakeTime;
import dev.sluice.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("fast")
class LanesTest {

    private static final long AGING = Duration.ofSeconds(1).toNanos();
    private static final long STEP = Duration.ofMillis(100).toNanos();

    private final FakeTime time = new FakeTime();
    private final Lanes<Integer> lanes = new Lanes<>(AdmissionPolicy.DEFAULT);

    private QueuedWaiter<Integer> add(Priority lane, long since) {
        QueuedWaiter<Integer> waiter = new QueuedWaiter<>(GateFixture.ticket(lane, Deadline.never(time)));
        waiter.since = since;
        lanes.add(waiter);
        return waiter;
    }

    private List<QueuedWaiter<Integer>> serveAll(long now) {
        List<QueuedWaiter<Integer>> order = new ArrayList<>();
        for (QueuedWaiter<Integer> next = lanes.next(now); next != null; next = lanes.next(now)) {
            order.add(next);
            lanes.remove(next);
        }
        return order;
    }

    @Test
    @DisplayName("an empty lane set has no next caller")
    void empty() {
        assertThat(lanes.next(0)).isNull();
        assertThat(lanes.size()).isZero();
    }

    @Test
    @DisplayName("X02 the more urgent lane is served first, each lane in the order of arrival")
    void ordersByLaneThenArrival() {
        var low1 = add(Priority.LOW, 0);
        var low2 = add(Priority.LOW, 1);
        var low3 = add(Priority.LOW, 2);
        var normal1 = add(Priority.NORMAL, 3);
        var normal2 = add(Priority.NORMAL, 4);
        var high = add(Priority.HIGH, 5);

        assertThat(serveAll(6)).containsExactly(high, normal1, normal2, low1, low2, low3);
    }

    @ParameterizedTest(name = "{0} under an endless stream of {1}: within {2} intervals")
    @DisplayName("X02 a waiter is served within as many aging intervals as its lane is away from the top")
    @CsvSource({
        "LOW, HIGH, 3",
        "LOW, CRITICAL, 3",
        "NORMAL, CRITICAL, 2",
        "HIGH, CRITICAL, 1",
        "BACKGROUND, HIGH, 4",
        "BACKGROUND, CRITICAL, 4",
    })
    void agingBoundsTheWait(Priority lane, Priority stream, int intervals) {
        QueuedWaiter<Integer> starved = add(lane, 0);
        long now = 0;
        add(stream, now);

        // one newcomer for every one that is served: the stream never ends
        for (QueuedWaiter<Integer> served = null; served != starved; now += STEP) {
            served = lanes.next(now);
            lanes.remove(served);
            add(stream, now + STEP / 2);
            assertThat(now).as("still waiting").isLessThanOrEqualTo(intervals * AGING);
        }
    }

    @Test
    @DisplayName("before its aging, a low waiter is passed by more urgent ones")
    void agingDoesNotComeEarly() {
        add(Priority.LOW, 0);
        QueuedWaiter<Integer> high = add(Priority.HIGH, AGING);

        assertThat(lanes.next(2 * AGING - 1)).isSameAs(high);
    }

    @Test
    @DisplayName("equal ranks go in the order of arrival")
    void equalRanksByArrival() {
        QueuedWaiter<Integer> low = add(Priority.LOW, 0);
        QueuedWaiter<Integer> normal = add(Priority.NORMAL, AGING / 2);

        assertThat(serveAll(AGING + 1)).containsExactly(low, normal);
    }

    @Test
    @DisplayName("aging never turns the order within a lane")
    void agingKeepsTheLane() {
        var first = add(Priority.BACKGROUND, 0);
        var second = add(Priority.BACKGROUND, 1);

        assertThat(serveAll(100 * AGING)).containsExactly(first, second);
    }

    @Test
    @DisplayName("removing takes out one, wherever it stands, and leaves the others in their order")
    void removesAnywhere() {
        var waiters = List.of(add(Priority.LOW, 0), add(Priority.LOW, 0), add(Priority.LOW, 0), add(Priority.LOW, 0));

        lanes.remove(waiters.get(1));
        assertThat(lanes.all()).containsExactlyInAnyOrder(waiters.get(0), waiters.get(2), waiters.get(3));
        lanes.remove(waiters.get(0));
        assertThat(lanes.next(0)).isSameAs(waiters.get(2));
        lanes.remove(waiters.get(3));

        assertThat(lanes.size()).isEqualTo(1);
        assertThat(lanes.size(Priority.LOW)).isEqualTo(1);
        QueuedWaiter<Integer> last = add(Priority.LOW, 0);
        assertThat(serveAll(0)).containsExactly(waiters.get(2), last);
    }

    @Test
    @DisplayName("draining empties every lane")
    void drains() {
        var low = add(Priority.LOW, 0);
        var critical = add(Priority.CRITICAL, 0);

        assertThat(lanes.drain()).containsExactlyInAnyOrder(low, critical);
        assertThat(lanes.size()).isZero();
        assertThat(lanes.next(0)).isNull();
    }
}
