package dev.sluice.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.FakeTime;
import dev.sluice.time.Deadline;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The time in which running callers pass a waiter on a virtual thread. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class VirtualOvertakingTest {

    private static final int LIMIT = 3;
    private static final Duration NEARLY_OVER = Duration.ofNanos(4_999_999);

    private GateFixture fixture = gate(AdmissionPolicy.builder().overtaking(LIMIT));

    private static GateFixture gate(AdmissionPolicy.Builder policy) {
        return new GateFixture(policy.build(), new Permits(1));
    }

    private QueuedWaiter<Integer> queue(Priority lane, boolean onVirtualThread) {
        FakeTime time = fixture.time;
        QueuedWaiter<Integer> waiter =
                new QueuedWaiter<>(GateFixture.ticket(lane, Deadline.never(time)), onVirtualThread);
        assertThat(fixture.gate.queue(waiter)).as("it has to wait").isNull();
        return waiter;
    }

    private QueuedWaiter<Integer> queue() {
        return queue(Priority.NORMAL, true);
    }

    @Test
    @DisplayName("a waiter on a virtual thread is overtaken for 5 ms, as often as callers come, then it is its turn")
    void inTime() throws Exception {
        QueuedWaiter<Integer> waiter = queue();
        fixture.giveBack(1, Priority.NORMAL);
        assertThat(waiter.outcome()).as("woken to look, and not there yet").isNull();

        fixture.time.advance(NEARLY_OVER);
        for (int i = 0; i < 10 * LIMIT; i++) {
            assertThat(fixture.overtakes(Priority.NORMAL)).as("the %dth", i).isTrue();
        }
        fixture.time.advance(Duration.ofNanos(1));
        assertThat(fixture.overtakes(Priority.NORMAL)).as("too late").isFalse();

        assertThat(fixture.gate.poll(waiter)).as("it looks at last").isEqualTo(Admission.admitted(1, 5_000_000));
        assertThat(fixture.gate.counters().overtakings()).isEqualTo(10 * LIMIT);
    }

    @Test
    @DisplayName("after that time the giver itself hands the permit over, though the waiter was woken and still sleeps")
    void handOverInFlight() throws Exception {
        QueuedWaiter<Integer> waiter = queue();
        fixture.giveBack(1, Priority.NORMAL);
        assertThat(fixture.overtakes(Priority.NORMAL)).isTrue();
        fixture.time.advance(Duration.ofMillis(5));

        fixture.gate.supplied(Priority.NORMAL, 1);

        assertThat(waiter.outcome()).isEqualTo(Admission.admitted(1, 5_000_000));
        assertThat(fixture.gate.inFlight()).isNull();
    }

    @Test
    @DisplayName("a waiter that finds nothing is woken by the next giver, and after 5 ms it is handed a permit")
    void again() {
        QueuedWaiter<Integer> waiter = queue();
        for (int i = 0; i < 2; i++) {
            fixture.giveBack(1, Priority.NORMAL);
            assertThat(fixture.gate.inFlight()).isSameAs(waiter);
            assertThat(fixture.permits.poll(0, Thread.currentThread(), this, 0)).isEqualTo(1);
            assertThat(fixture.gate.poll(waiter)).as("nothing is there").isNull();
            assertThat(fixture.gate.inFlight()).isNull();
        }
        fixture.time.advance(Duration.ofMillis(5));

        fixture.giveBack(1, Priority.NORMAL);

        assertThat(waiter.outcome()).isEqualTo(Admission.admitted(1, 5_000_000));
    }

    @Test
    @DisplayName("the time of a waiter behind another one is that of its own wait")
    void behind() throws Exception {
        QueuedWaiter<Integer> first = queue();
        fixture.time.advance(Duration.ofMillis(3));
        QueuedWaiter<Integer> second = queue();
        fixture.time.advance(Duration.ofMillis(2));
        fixture.giveBack(1, Priority.NORMAL);
        assertThat(first.outcome()).as("its time is over").isEqualTo(Admission.admitted(1, 5_000_000));

        fixture.giveBack(1, Priority.NORMAL);
        assertThat(fixture.overtakes(Priority.NORMAL))
                .as("two of five milliseconds")
                .isTrue();
        fixture.time.advance(Duration.ofMillis(3));
        assertThat(fixture.overtakes(Priority.NORMAL)).isFalse();
        assertThat(fixture.gate.poll(second)).isEqualTo(Admission.admitted(1, 5_000_000));
    }

    @Test
    @DisplayName("callers of a lower lane never overtake, and a better waiter ends the time of the others")
    void lanes() throws Exception {
        queue();
        fixture.giveBack(1, Priority.NORMAL);
        assertThat(fixture.overtakes(Priority.LOW)).isFalse();
        assertThat(fixture.overtakes(Priority.HIGH)).isTrue();

        queue(Priority.HIGH, true);
        assertThat(fixture.overtakes(Priority.NORMAL)).isFalse();
    }

    @Test
    @DisplayName("beside a waiter on a platform thread, one on a virtual thread is handed its permit at once")
    void beside() throws Exception {
        QueuedWaiter<Integer> virtual = queue();
        QueuedWaiter<Integer> platform = queue(Priority.NORMAL, false);

        fixture.giveBack(1, Priority.NORMAL);
        assertThat(virtual.outcome()).isEqualTo(Admission.admitted(1, 0));

        fixture.giveBack(1, Priority.NORMAL);
        for (int i = 0; i < LIMIT; i++) {
            assertThat(fixture.overtakes(Priority.NORMAL)).isTrue();
        }
        assertThat(fixture.overtakes(Priority.NORMAL))
                .as("counted, as without virtual threads")
                .isFalse();
        assertThat(fixture.gate.poll(platform)).isNotNull();
    }

    @Test
    @DisplayName("callers that could overtake at any time are counted as soon as a waiter on a platform thread comes")
    void platformComes() throws Exception {
        QueuedWaiter<Integer> virtual = queue();
        fixture.giveBack(1, Priority.NORMAL);
        for (int i = 0; i < 10 * LIMIT; i++) {
            assertThat(fixture.overtakes(Priority.NORMAL)).isTrue();
        }

        queue(Priority.NORMAL, false);
        for (int i = 0; i < LIMIT; i++) {
            assertThat(fixture.overtakes(Priority.NORMAL)).as("claim %d", i).isTrue();
        }
        assertThat(fixture.overtakes(Priority.NORMAL)).isFalse();
        assertThat(fixture.gate.poll(virtual)).isNotNull();
    }

    @Test
    @DisplayName("a strict gate, and one without overtaking, hand the permit over at once")
    void never() throws Exception {
        for (AdmissionPolicy.Builder policy : new AdmissionPolicy.Builder[] {
            AdmissionPolicy.builder().fairness(Fairness.STRICT),
            AdmissionPolicy.builder().overtaking(0)
        }) {
            fixture = gate(policy);
            QueuedWaiter<Integer> waiter = queue();
            fixture.giveBack(1, Priority.NORMAL);
            assertThat(waiter.outcome()).isEqualTo(Admission.admitted(1, 0));
        }
    }

    @Test
    @DisplayName("a shorter aging interval ends the time earlier")
    void aging() throws Exception {
        fixture = gate(AdmissionPolicy.builder().aging(Duration.ofMillis(2)));
        queue(Priority.CRITICAL, true);
        fixture.giveBack(1, Priority.CRITICAL);
        assertThat(fixture.overtakes(Priority.CRITICAL)).isTrue();
        fixture.time.advance(Duration.ofMillis(2));
        assertThat(fixture.overtakes(Priority.CRITICAL)).isFalse();
    }
}
