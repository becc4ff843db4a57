package dev.sluice.admission;

import static dev.sluice.admission.GateFixture.ticket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.admission.Admission.Outcome;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.time.Deadline;
import dev.sluice.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class GateTest {

    private final GateFixture fixture = new GateFixture();
    private final Gate<Integer> gate = fixture.gate;

    private final GateFixture strict =
            new GateFixture(AdmissionPolicy.builder().fairness(Fairness.STRICT).build());

    private Admission<Integer> enterNow() throws InterruptedException {
        return fixture.enterNow(Priority.NORMAL);
    }

    @Test
    @DisplayName("a free permit is taken without a wait, with and without a deadline")
    void freePermit() throws Exception {
        fixture.give(1);
        fixture.give(2);

        assertThat(fixture.tryEnter(Priority.NORMAL)).isEqualTo(1);
        assertThat(enterNow()).isEqualTo(new Admission<>(Outcome.ADMITTED, 2, 0));
        assertThat(fixture.tryEnter(Priority.NORMAL)).isNull();
        assertThat(gate.counters().waits()).isZero();
    }

    @Test
    @DisplayName("a caller without time is refused at once, without being queued")
    void noTime() throws Exception {
        assertThat(enterNow().outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(gate.counters().waits()).isZero();
    }

    @Test
    @DisplayName("X02 with LOW, LOW, LOW, NORMAL, NORMAL, HIGH queued, permits go to HIGH, N1, N2, L1, L2, L3")
    void priorityOrder() {
        fixture.queue("L1", Priority.LOW);
        fixture.queue("L2", Priority.LOW);
        fixture.queue("L3", Priority.LOW);
        fixture.queue("N1", Priority.NORMAL);
        fixture.queue("N2", Priority.NORMAL);
        fixture.queue("HIGH", Priority.HIGH);
        assertThat(gate.waitingByLane())
                .containsEntry(Priority.LOW, 3)
                .containsEntry(Priority.NORMAL, 2)
                .containsEntry(Priority.HIGH, 1)
                .containsEntry(Priority.CRITICAL, 0);

        List<String> served = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            served.add(fixture.serveOne());
        }

        assertThat(served).containsExactly("HIGH", "N1", "N2", "L1", "L2", "L3");
        assertThat(gate.waiting()).isZero();
    }

    @Test
    @DisplayName("M09 thirty waiters of one lane are served in the order of their arrival")
    void fifo() {
        List<String> expected = new ArrayList<>();
        for (int i = 1; i <= 30; i++) {
            strict.queue("W" + i, Priority.NORMAL);
            expected.add("W" + i);
            strict.time.advance(Duration.ofMillis(5));
        }

        List<String> served = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            served.add(strict.serveOne());
        }

        assertThat(served).isEqualTo(expected);
    }

    @Test
    @DisplayName("X02 under an endless stream of HIGH a LOW waiter is served within three intervals")
    void agingAtTheGate() {
        fixture.queue("LOW", Priority.LOW);
        fixture.queue("H0", Priority.HIGH);
        int steps = 0;
        for (String served = ""; !served.equals("LOW"); steps++) {
            fixture.time.advance(Duration.ofMillis(250));
            fixture.queue("H" + (steps + 1), Priority.HIGH);
            served = fixture.serveOne();
            assertThat(steps).as("steps of 250 ms").isLessThanOrEqualTo(12);
        }
        assertThat(steps).as("it does let HIGH pass at first").isGreaterThan(4);
        gate.close();
    }

    @Test
    @DisplayName(
            "M09 a strict gate lets no newcomer overtake: while a caller waits, it gets nothing although a permit is free")
    void newcomerDoesNotOvertake() throws Exception {
        Caller<Admission<Integer>> waiter = strict.queue("W", Priority.NORMAL);
        strict.free.add(1); // free, but the gate has not been told yet

        assertThat(strict.tryEnter(Priority.NORMAL)).isNull();
        assertThat(strict.enterNow(Priority.NORMAL).permit()).isNull();
        strict.gate.supplied();

        assertThat(waiter.result().permit()).isEqualTo(1);
        assertThat(strict.gate.counters().overtakings()).isZero();
    }

    @Test
    @DisplayName("without a wait, a newcomer never overtakes: while a caller waits, tryEnter gets nothing")
    void tryEnterDoesNotOvertake() throws Exception {
        Caller<Admission<Integer>> waiter = fixture.queue("W", Priority.BACKGROUND);
        fixture.free.add(1); // free, but the gate has not been told yet

        assertThat(fixture.tryEnter(Priority.NORMAL)).isNull();
        gate.supplied();

        assertThat(waiter.result().permit()).isEqualTo(1);
    }

    @Test
    @DisplayName("M09 a newcomer behind another one polls nothing: the giver of a permit serves the one in front")
    void newcomerBehindAnotherOne() throws Exception {
        Caller<Admission<Integer>> first = strict.queue("W1", Priority.NORMAL);
        strict.free.add(1); // its giver has not called supplied() yet

        strict.callers.put(
                "W2",
                Caller.start(
                        () -> strict.gate.enter(ticket(Priority.NORMAL, Deadline.never(strict.time)), ticket -> {})));

        Await.until("both wait", () -> strict.gate.waiting() == 2);
        assertThat(strict.free).containsExactly(1);
        strict.gate.supplied();
        assertThat(first.result().permit()).isEqualTo(1);
        Await.until("W2 waits", () -> strict.gate.waiting() == 1);
        strict.gate.close();
    }

    @Test
    @DisplayName("one call serves as many waiters as there are permits")
    void servesMany() throws Exception {
        var first = fixture.queue("W1", Priority.NORMAL);
        var second = fixture.queue("W2", Priority.NORMAL);
        var third = fixture.queue("W3", Priority.NORMAL);
        fixture.free.add(1);
        fixture.free.add(2);

        gate.supplied();

        assertThat(first.result().permit()).isEqualTo(1);
        assertThat(second.result().permit()).isEqualTo(2);
        assertThat(third.isDone()).isFalse();
        gate.close();
    }

    @Test
    @DisplayName("an unserved waiter receives its waiting time, at its deadline and not before")
    void timesOut() throws Exception {
        var waiter = fixture.queue("W", Priority.NORMAL, Deadline.in(Duration.ofSeconds(2), fixture.time));

        fixture.time.advance(Duration.ofSeconds(2).minusNanos(1));
        assertThat(waiter.isDone()).isFalse();
        fixture.time.advance(Duration.ofNanos(1));

        Admission<Integer> admission = waiter.result();
        assertThat(admission.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(admission.permit()).isNull();
        assertThat(admission.waitedNanos()).isEqualTo(Duration.ofSeconds(2).toNanos());
        assertThat(gate.waiting()).isZero();
        assertThat(gate.counters().timeouts()).isEqualTo(1);
        assertThat(gate.counters().longestWait()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    @DisplayName("X02 a head that timed out does not block the rest")
    void timedOutHead() throws Exception {
        var head = fixture.queue("head", Priority.HIGH, Deadline.in(Duration.ofSeconds(1), fixture.time));
        fixture.queue("rest", Priority.LOW);

        fixture.time.advance(Duration.ofSeconds(1));
        assertThat(head.result().outcome()).isEqualTo(Outcome.TIMED_OUT);
        fixture.callers.remove("head");

        assertThat(fixture.serveOne()).isEqualTo("rest");
    }

    @Test
    @DisplayName("a permit after a waiter's deadline is handed to the next waiter, although the first still sleeps")
    void noGrantPastTheDeadline() throws Exception {
        CountDownLatch awake = new CountDownLatch(1);
        Ticker sleepy = new Ticker() {
            @Override
            public long nanos() {
                return fixture.time.nanos();
            }

            @Override
            public Instant instant() {
                return fixture.time.instant();
            }

            @Override
            public void park(Object blocker, long nanos) {
                Await.open(awake);
            }
        };
        Gate<Integer> slow = new Gate<>(fixture.permits, AdmissionPolicy.DEFAULT, sleepy);
        var late = Caller.start(() ->
                slow.enter(ticket(Priority.HIGH, Deadline.in(Duration.ofSeconds(1), sleepy)), ticket -> {}));
        Await.until("it waits", () -> slow.waiting() == 1);
        var next = Caller.start(() -> slow.enter(ticket(Priority.LOW, Deadline.never(sleepy)), ticket -> {}));
        Await.until("both wait", () -> slow.waiting() == 2);

        fixture.time.advance(Duration.ofSeconds(1));
        fixture.free.add(1);
        slow.supplied();

        assertThat(slow.waiting()).as("both are settled before either is awake").isZero();
        awake.countDown();
        assertThat(next.result().permit()).isEqualTo(1);
        assertThat(late.result().outcome()).isEqualTo(Outcome.TIMED_OUT);
    }

    @Test
    @DisplayName("beyond the cap callers are refused as saturated, and counted")
    void cap() throws Exception {
        GateFixture capped =
                new GateFixture(AdmissionPolicy.builder().maxWaiters(2).build());
        capped.queue("W1", Priority.NORMAL);
        capped.queue("W2", Priority.NORMAL);

        Admission<Integer> third =
                capped.gate.enter(ticket(Priority.CRITICAL, Deadline.never(capped.time)), ticket -> {});

        assertThat(third).isEqualTo(new Admission<Integer>(Outcome.SATURATED, null, 0));
        assertThat(capped.gate.counters().saturations()).isEqualTo(1);
        assertThat(capped.gate.waiting()).isEqualTo(2);
        capped.serveOne();
        capped.queue("W4", Priority.NORMAL);
        capped.gate.close();
    }

    @Test
    @DisplayName("a cap of zero lets no caller wait, but serves callers that need no wait")
    void capOfZero() throws Exception {
        GateFixture capped =
                new GateFixture(AdmissionPolicy.builder().maxWaiters(0).build());

        assertThat(capped.gate
                        .enter(ticket(Priority.NORMAL, Deadline.never(capped.time)), ticket -> {})
                        .outcome())
                .isEqualTo(Outcome.SATURATED);
        capped.give(1);
        assertThat(capped.tryEnter(Priority.NORMAL)).isEqualTo(1);
    }

    @Test
    @DisplayName("M10 an interrupted waiter leaves the queue, and the next permit is handed to another")
    void interrupted() throws Exception {
        var leaver = fixture.queue("leaver", Priority.HIGH);
        fixture.queue("stayer", Priority.LOW);

        leaver.interrupt();

        assertThat(leaver.failure()).isInstanceOf(InterruptedException.class);
        assertThat(gate.waiting()).isEqualTo(1);
        assertThat(gate.counters().timeouts()).isZero();
        fixture.callers.remove("leaver");
        assertThat(fixture.serveOne()).isEqualTo("stayer");
        assertThat(fixture.free).isEmpty();
    }

    @Test
    @DisplayName("M10 a caller that is served in the moment of its interrupt has its permit, and stays interrupted")
    void interruptedAtHandOver() throws Exception {
        List<Gate<Integer>> gates = new ArrayList<>();
        boolean[] interrupted = {false};
        Ticker late = new Ticker() {
            @Override
            public long nanos() {
                if (interrupted[0]) { // read between its look at the outcome and its look at the interrupt
                    interrupted[0] = false;
                    fixture.permits.free(5);
                    gates.get(0).supplied();
                }
                return 0;
            }

            @Override
            public Instant instant() {
                return fixture.time.instant();
            }

            @Override
            public void park(Object blocker, long nanos) {
                interrupted[0] = true;
                Thread.currentThread().interrupt();
            }
        };
        gates.add(new Gate<>(fixture.permits, AdmissionPolicy.DEFAULT, late));

        Admission<Integer> admission =
                gates.get(0).enter(ticket(Priority.NORMAL, Deadline.in(Duration.ofSeconds(1), late)), ticket -> {});

        assertThat(Thread.interrupted()).isTrue();
        assertThat(admission.permit()).isEqualTo(5);
        assertThat(gates.get(0).waiting()).isZero();
    }

    @Test
    @DisplayName("a caller that is interrupted before its arrival is not queued")
    void interruptedBefore() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(this::enterNow).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    @DisplayName("M26 closing refuses waiters and newcomers; a second close changes nothing")
    void closes() throws Exception {
        var waiter = fixture.queue("W", Priority.NORMAL);
        fixture.time.advance(Duration.ofSeconds(1));

        gate.close();
        gate.close();

        assertThat(waiter.result())
                .isEqualTo(new Admission<Integer>(
                        Outcome.CLOSED, null, Duration.ofSeconds(1).toNanos()));
        fixture.give(1);
        assertThat(fixture.tryEnter(Priority.NORMAL)).isNull();
        assertThat(enterNow().outcome()).isEqualTo(Outcome.CLOSED);
        assertThat(gate.isClosed()).isTrue();
        assertThat(gate.waiting()).isZero();
    }

    @Test
    @DisplayName("a waiter is announced once, outside the lock, when it is in the queue")
    void announces() throws Exception {
        List<Integer> seen = new ArrayList<>();
        var waiter = Caller.start(() -> gate.enter(ticket(Priority.NORMAL, Deadline.never(fixture.time)), ticket -> {
            seen.add(gate.waiting());
            fixture.give(7); // would hang if the lock were held by another thread
            Caller<?> other = Caller.start(() -> gate.waitingByLane());
            Await.until("another thread can look", other::isDone);
        }));

        assertThat(waiter.result().permit()).isEqualTo(7);
        assertThat(seen).containsExactly(1);
    }

    @Test
    @DisplayName("if the announcement fails, with an Error too, the caller leaves the queue and no permit is lost")
    void announcementFails() {
        for (Throwable failure : List.of(new IllegalStateException("no"), new NoClassDefFoundError("no"))) {
            assertThatThrownBy(() ->
                            gate.enter(ticket(Priority.NORMAL, Deadline.never(fixture.time)), ticket -> sneak(failure)))
                    .isSameAs(failure);
            assertThat(gate.waiting()).isZero();
        }
        fixture.give(1);
        assertThat(fixture.tryEnter(Priority.NORMAL)).isEqualTo(1);
    }

    @Test
    @DisplayName("a permit that was handed over before the announcement failed is kept")
    void announcementFailsAfterHandOver() throws Exception {
        Admission<Integer> admission = gate.enter(ticket(Priority.NORMAL, Deadline.never(fixture.time)), ticket -> {
            fixture.give(3);
            throw new IllegalStateException("too late");
        });

        assertThat(admission.permit()).isEqualTo(3);
    }

    @Test
    @DisplayName("the time of all waits is added up, however they ended")
    void countsWaits() throws Exception {
        var served = fixture.queue("served", Priority.HIGH);
        var late = fixture.queue("late", Priority.LOW, Deadline.in(Duration.ofSeconds(3), fixture.time));
        fixture.time.advance(Duration.ofSeconds(1));
        fixture.give(1);
        served.result();
        fixture.time.advance(Duration.ofSeconds(2));
        late.result();

        assertThat(gate.counters().waits()).isEqualTo(2);
        assertThat(gate.counters().timeouts()).isEqualTo(1);
        assertThat(gate.counters().totalWaited()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    @DisplayName("rules that make no sense are refused, with the value")
    void policy() {
        assertThatThrownBy(() -> AdmissionPolicy.builder().maxWaiters(-1).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
        assertThatThrownBy(() -> AdmissionPolicy.builder().aging(Duration.ZERO).build())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }
}
