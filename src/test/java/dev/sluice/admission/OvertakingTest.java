package dev.sluice.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.admission.Admission.Outcome;
import dev.sluice.testing.FakeTime;
import dev.sluice.time.Deadline;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The number of times that running callers pass one waiter. The steps of {@link Gate#enter} are taken one by one. So a
 * waiter sleeps as long as a test needs, and every order of events is possible.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class OvertakingTest {

    private static final int LIMIT = 3;

    private final GateFixture fixture = gate(Fairness.BOUNDED, LIMIT);
    private final FakeTime time = fixture.time;
    private final Gate<Integer> gate = fixture.gate;

    private static GateFixture gate(Fairness fairness, int overtaking) {
        AdmissionPolicy policy = AdmissionPolicy.builder()
                .fairness(fairness)
                .overtaking(overtaking)
                .build();
        return new GateFixture(policy, new Permits(1));
    }

    private QueuedWaiter<Integer> queue(Priority lane) {
        return queue(fixture, lane, Deadline.never(time));
    }

    private static QueuedWaiter<Integer> queue(GateFixture fixture, Priority lane, Deadline deadline) {
        QueuedWaiter<Integer> waiter = new QueuedWaiter<>(GateFixture.ticket(lane, deadline));
        assertThat(fixture.gate.queue(waiter)).as("it has to wait").isNull();
        return waiter;
    }

    /** A running caller takes what is free, and gives it back, without a word to the gate. */
    private boolean overtakes(Priority lane) throws InterruptedException {
        return fixture.overtakes(lane);
    }

    @Test
    @DisplayName("a waiter is overtaken in its lane up to the limit, then it is its turn")
    void limit() throws Exception {
        QueuedWaiter<Integer> waiter = queue(Priority.NORMAL);
        fixture.giveBack(1, Priority.NORMAL);

        for (int i = 1; i <= LIMIT; i++) {
            assertThat(overtakes(Priority.NORMAL)).as("the %dth", i).isTrue();
        }
        assertThat(overtakes(Priority.NORMAL)).as("one too many").isFalse();

        assertThat(gate.poll(waiter)).isEqualTo(Admission.admitted(1, 0));
        assertThat(gate.counters().overtakings()).isEqualTo(LIMIT);
    }

    @Test
    @DisplayName("at the limit the giver itself hands the permit over, though the waiter still sleeps")
    void handOverAtTheLimit() throws Exception {
        QueuedWaiter<Integer> waiter = queue(Priority.NORMAL);
        fixture.giveBack(1, Priority.NORMAL);
        assertThat(waiter.outcome()).as("woken to look, and not there yet").isNull();
        for (int i = 0; i < LIMIT; i++) {
            assertThat(overtakes(Priority.NORMAL)).isTrue();
        }

        gate.supplied(Priority.NORMAL, 1);

        assertThat(waiter.outcome()).isEqualTo(Admission.admitted(1, 0));
        assertThat(gate.waiting()).isZero();
    }

    @Test
    @DisplayName("a waiter behind another one is overtaken no more often than the limit, either")
    void perWaiter() throws Exception {
        QueuedWaiter<Integer> first = queue(Priority.NORMAL);
        QueuedWaiter<Integer> second = queue(Priority.NORMAL);
        fixture.giveBack(1, Priority.NORMAL);
        for (int i = 0; i < LIMIT; i++) {
            assertThat(overtakes(Priority.NORMAL)).isTrue();
        }
        assertThat(overtakes(Priority.NORMAL)).isFalse();
        assertThat(gate.poll(first)).isNotNull();

        fixture.giveBack(1, Priority.NORMAL);
        assertThat(overtakes(Priority.NORMAL))
                .as("who went before the first went before the second, too")
                .isFalse();

        assertThat(second.outcome()).isNotNull();
        QueuedWaiter<Integer> third = queue(Priority.NORMAL);
        fixture.giveBack(1, Priority.NORMAL);
        assertThat(overtakes(Priority.NORMAL))
                .as("nobody has gone before one that has just come")
                .isTrue();
        gate.supplied();
        assertThat(third.outcome()).isNotNull();
    }

    @Test
    @DisplayName("a poll without a permit does not count as overtaking")
    void vainAttempts() throws Exception {
        QueuedWaiter<Integer> waiter = queue(Priority.NORMAL);
        for (int i = 0; i < 10 * LIMIT; i++) {
            assertThat(overtakes(Priority.NORMAL)).isFalse();
        }
        fixture.giveBack(1, Priority.NORMAL);

        for (int i = 0; i < LIMIT; i++) {
            assertThat(overtakes(Priority.NORMAL)).isTrue();
        }

        assertThat(waiter.outcome()).isNull();
        gate.close();
    }

    @Test
    @DisplayName("no caller ever passes a waiter of a higher lane")
    void neverPastAHigherLane() throws Exception {
        QueuedWaiter<Integer> high = queue(Priority.HIGH);
        queue(Priority.LOW);
        fixture.permits.free(1); // its giver has not told yet

        assertThat(overtakes(Priority.NORMAL)).isFalse();
        gate.supplied(Priority.NORMAL, 1);

        assertThat(high.outcome()).isEqualTo(Admission.admitted(1, 0));
        assertThat(gate.counters().overtakings()).isZero();
        gate.close();
    }

    @Test
    @DisplayName("a caller of a lower lane that releases hands over at once, and is not served first again")
    void giverOfALowerLane() {
        QueuedWaiter<Integer> high = queue(Priority.HIGH);

        fixture.giveBack(1, Priority.NORMAL);

        assertThat(high.outcome()).isEqualTo(Admission.admitted(1, 0));
    }

    @Test
    @DisplayName("a caller of a higher lane passes a lower one without a limit, and is not counted")
    void higherLane() throws Exception {
        QueuedWaiter<Integer> low = queue(Priority.LOW);
        fixture.permits.free(1);

        for (int i = 0; i < 10 * LIMIT; i++) {
            assertThat(overtakes(Priority.NORMAL)).isTrue();
        }

        assertThat(gate.counters().overtakings()).isZero();
        assertThat(low.outcome()).isNull();
        gate.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Priority.class,
            names = {"CRITICAL", "HIGH", "NORMAL"})
    @DisplayName("X02 no caller passes a LOW waiter whose aging has brought it to the top")
    void aged(Priority newcomer) throws Exception {
        QueuedWaiter<Integer> low = queue(Priority.LOW);
        time.advance(Duration.ofSeconds(3));

        fixture.giveBack(1, newcomer); // for the first time since it has been queued

        assertThat(low.outcome())
                .isEqualTo(Admission.admitted(1, Duration.ofSeconds(3).toNanos()));
        assertThat(gate.counters().overtakings()).isZero();
    }

    @Test
    @DisplayName("a waiter is overtaken in the first aging interval of its wait only")
    void inTime() throws Exception {
        GateFixture aging = new GateFixture(
                AdmissionPolicy.builder().aging(Duration.ofMillis(2)).build(), new Permits(1));
        QueuedWaiter<Integer> waiter = queue(aging, Priority.CRITICAL, Deadline.never(aging.time));
        aging.giveBack(1, Priority.CRITICAL);
        aging.time.advance(Duration.ofNanos(1_999_999));
        assertThat(aging.overtakes(Priority.CRITICAL)).isTrue();
        aging.time.advance(Duration.ofNanos(1));
        assertThat(aging.overtakes(Priority.CRITICAL)).as("too late").isFalse();

        aging.gate.supplied(Priority.CRITICAL, 1);

        assertThat(waiter.outcome()).as("handed over, though it still sleeps").isNotNull();
        assertThat(aging.gate.inFlight()).isNull();
    }

    @Test
    @DisplayName("a permit that was held for 2 ms is handed over, because the switch costs little beside that")
    void longUse() {
        QueuedWaiter<Integer> first = queue(Priority.NORMAL);
        QueuedWaiter<Integer> second = queue(Priority.NORMAL);

        fixture.permits.lastHeldNanos = 2_000_000;
        fixture.giveBack(1, Priority.NORMAL);
        assertThat(first.outcome()).isEqualTo(Admission.admitted(1, 0));

        fixture.permits.lastHeldNanos = 1_999_999;
        fixture.giveBack(1, Priority.NORMAL);
        assertThat(second.outcome()).as("woken to look").isNull();
        assertThat(gate.inFlight()).isSameAs(second);
        gate.close();
    }

    @Test
    @DisplayName("the time that waiters need to wake up decides what a long use is: twenty times that time")
    void slowWakeUps() {
        for (int i = 0; i < 200; i++) {
            QueuedWaiter<Integer> slow = queue(Priority.NORMAL);
            fixture.giveBack(1, Priority.NORMAL);
            time.advance(Duration.ofMillis(1));
            assertThat(gate.poll(slow)).as("woken to look").isEqualTo(Admission.admitted(1, 1_000_000));
        }
        assertLongUse(Duration.ofMillis(20));
    }

    @Test
    @DisplayName("the time to wake up after a hand-over counts, too, and waiters that wake up at once shorten it again")
    void wakeTimeOfHandOvers() {
        for (int wakeMillis : new int[] {2, 0}) {
            for (int i = 0; i < 200; i++) {
                QueuedWaiter<Integer> served = queue(Priority.NORMAL);
                fixture.give(1);
                time.advance(Duration.ofMillis(wakeMillis));
                assertThat(gate.poll(served)).as("handed over").isEqualTo(Admission.admitted(1, 0));
            }
            assertLongUse(Duration.ofMillis(wakeMillis == 0 ? 2 : 40));
        }
    }

    private void assertLongUse(Duration least) {
        for (Duration held : new Duration[] {least.minusMillis(1), least}) {
            QueuedWaiter<Integer> waiter = queue(Priority.NORMAL);
            fixture.permits.lastHeldNanos = held.toNanos();
            fixture.giveBack(1, Priority.NORMAL);
            assertThat(waiter.outcome() != null)
                    .as("handed over after %s", held)
                    .isEqualTo(held.equals(least));
            gate.leave(waiter);
            fixture.permits.taken.clear();
            fixture.free.clear();
            fixture.permits.lastHeldNanos = 0;
        }
    }

    @Test
    @DisplayName("M09 a strict gate hands over at once and lets no caller pass")
    void strict() throws Exception {
        for (GateFixture strict : new GateFixture[] {gate(Fairness.STRICT, LIMIT), gate(Fairness.BOUNDED, 0)}) {
            QueuedWaiter<Integer> first = queue(strict, Priority.NORMAL, Deadline.never(strict.time));
            QueuedWaiter<Integer> second = queue(strict, Priority.NORMAL, Deadline.never(strict.time));

            strict.giveBack(1, Priority.NORMAL);
            assertThat(first.outcome()).isEqualTo(Admission.admitted(1, 0));
            strict.permits.free(1);
            assertThat(strict.overtakes(Priority.NORMAL)).isFalse();
            strict.gate.supplied(Priority.NORMAL, 1);

            assertThat(second.outcome()).isEqualTo(Admission.admitted(1, 0));
            assertThat(strict.gate.counters().overtakings()).isZero();
        }
    }

    @Test
    @DisplayName("a permit that appears without a release by a caller is handed to the next waiter")
    void newSupply() {
        QueuedWaiter<Integer> waiter = queue(Priority.NORMAL);

        fixture.give(1);

        assertThat(waiter.outcome()).isEqualTo(Admission.admitted(1, 0));
    }

    @Test
    @DisplayName("a waiter that was woken to poll takes a free permit; one waiter is in flight at a time")
    void oneInFlight() {
        QueuedWaiter<Integer> first = queue(Priority.NORMAL);
        QueuedWaiter<Integer> second = queue(Priority.NORMAL);

        fixture.giveBack(1, Priority.NORMAL);
        fixture.giveBack(2, Priority.NORMAL);

        assertThat(gate.poll(second)).as("nobody has woken it").isNull();
        assertThat(gate.poll(first)).isEqualTo(Admission.admitted(1, 0));
        assertThat(second.outcome()).as("served by the first").isEqualTo(Admission.admitted(2, 0));
        assertThat(gate.waiting()).isZero();
    }

    @Test
    @DisplayName("a waiter that polls too late keeps its place, and is woken again")
    void tooLate() throws Exception {
        QueuedWaiter<Integer> first = queue(Priority.NORMAL);
        QueuedWaiter<Integer> second = queue(Priority.NORMAL);
        fixture.giveBack(1, Priority.NORMAL);
        Integer taken = fixture.enterNow(Priority.NORMAL).permit();
        assertThat(taken).isEqualTo(1);

        assertThat(gate.poll(first)).isNull();

        fixture.giveBack(1, Priority.NORMAL);
        assertThat(gate.poll(first)).isEqualTo(Admission.admitted(1, 0));
        assertThat(second.outcome()).isNull();
        gate.close();
    }

    @Test
    @DisplayName("M10 C3 a waiter that was woken, but wakes after its deadline, leaves the permit to the next waiter")
    void timesOutInFlight() {
        QueuedWaiter<Integer> late = queue(fixture, Priority.NORMAL, Deadline.in(Duration.ofSeconds(1), time));
        QueuedWaiter<Integer> next = queue(Priority.NORMAL);
        fixture.giveBack(1, Priority.NORMAL);
        time.advance(Duration.ofSeconds(1));

        assertThat(gate.poll(late).outcome()).isEqualTo(Outcome.TIMED_OUT);

        assertThat(next.outcome())
                .isEqualTo(Admission.admitted(1, Duration.ofSeconds(1).toNanos()));
        assertThat(fixture.free).isEmpty();
    }

    @Test
    @DisplayName("M10 C3 a waiter that was woken, but leaves instead, leaves the permit to the next waiter")
    void leavesInFlight() {
        QueuedWaiter<Integer> leaver = queue(Priority.NORMAL);
        QueuedWaiter<Integer> next = queue(Priority.NORMAL);
        fixture.giveBack(1, Priority.NORMAL);

        assertThat(gate.leave(leaver).outcome()).isEqualTo(Outcome.TIMED_OUT);

        assertThat(next.outcome()).isEqualTo(Admission.admitted(1, 0));
        assertThat(fixture.free).isEmpty();
    }

    @Test
    @DisplayName("M10 C3 after the waiter in flight has left without a permit, the next releaser wakes the next waiter")
    void leavesInVain() throws Exception {
        QueuedWaiter<Integer> leaver = queue(Priority.NORMAL);
        QueuedWaiter<Integer> next = queue(Priority.NORMAL);
        fixture.giveBack(1, Priority.NORMAL);
        Integer taken = fixture.enterNow(Priority.NORMAL).permit();
        gate.leave(leaver);

        fixture.giveBack(taken, Priority.NORMAL);

        assertThat(gate.poll(next)).isEqualTo(Admission.admitted(1, 0));
    }

    @Test
    @DisplayName("a change of the rules to strict serves the waiter in flight")
    void becomesStrict() {
        QueuedWaiter<Integer> waiter = queue(Priority.NORMAL);
        fixture.giveBack(1, Priority.NORMAL);

        gate.policy(gate.policy().toBuilder().fairness(Fairness.STRICT).build());

        assertThat(waiter.outcome()).isEqualTo(Admission.admitted(1, 0));
    }

    @Test
    @DisplayName("closing refuses the waiter in flight, too")
    void closes() {
        QueuedWaiter<Integer> waiter = queue(Priority.NORMAL);
        fixture.giveBack(1, Priority.NORMAL);

        gate.close();

        assertThat(gate.poll(waiter).outcome()).isEqualTo(Outcome.CLOSED);
        assertThat(fixture.free).containsExactly(1);
    }
}
