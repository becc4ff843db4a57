package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The comparison of waiters and creations, and everything that a worker can do in the middle of it. */
@Tag("fast")
class DemandTest {

    private int waiting;
    private int overdue;

    /** The steps of the worker. The next ones run at each place at which the comparison lets another thread in. */
    private final Deque<Runnable> steps = new ArrayDeque<>();

    private final Deque<Integer> stepsByPlace = new ArrayDeque<>();
    private final Demand demand = new Demand(() -> between(waiting), () -> between(overdue));

    /** Returns the value that was read before, for any later action of the worker. */
    private int between(int read) {
        Integer count = stepsByPlace.poll();
        for (int i = 0; count != null && i < count; i++) {
            steps.remove().run();
        }
        return read;
    }

    /** Every division of the two steps of a worker among the places in and before the comparison. */
    static Stream<List<Integer>> schedules() {
        return Stream.of("200", "110", "101", "100", "020", "011", "010", "002", "001", "000")
                .map(digits ->
                        Arrays.stream(digits.split("")).map(Integer::valueOf).toList());
    }

    private boolean compare(List<Integer> schedule) {
        stepsByPlace.addAll(schedule);
        between(0); // what the worker does before the comparison
        boolean unmet = demand.isUnmet();
        stepsByPlace.clear();
        return unmet;
    }

    @ParameterizedTest(name = "steps of the worker before the comparison, and at its two places: {0}")
    @MethodSource("schedules")
    @DisplayName("a waiter has no second creation, whenever its own serves it and ends")
    void noSecondCreation(List<Integer> schedule) {
        waiting = 1;
        demand.begun();
        steps.add(() -> waiting--);
        steps.add(demand::ended);

        assertThat(compare(schedule)).isFalse();
    }

    @ParameterizedTest(name = "steps of the worker before the comparison, and at its two places: {0}")
    @MethodSource("schedules")
    @DisplayName("a waiter without a creation under way is found by the comparison after the last change")
    void noWaiterIsForgotten(List<Integer> schedule) {
        waiting = 1;
        demand.begun();
        steps.add(demand::ended); // it failed: its waiter still waits
        steps.add(() -> waiting++); // and another one comes

        compare(schedule);
        steps.forEach(Runnable::run);

        assertThat(demand.isUnmet()).isTrue();
    }

    @Test
    @DisplayName("an overdue creation counts for no waiter, and no creation is wanted while no caller waits")
    void overdue() {
        demand.begun();
        overdue = 1;
        assertThat(demand.isUnmet()).isFalse();

        waiting = 1;
        assertThat(demand.isUnmet()).isTrue();
        demand.begun();
        assertThat(demand.isUnmet()).isFalse();
    }

    @Test
    @DisplayName("an overdue creation that is counted in the moment of its end does not make up demand")
    void endsWhileOverdue() {
        overdue = 1;

        assertThat(demand.isUnmet()).isFalse();
    }
}
