package dev.sluice.admission;

import static dev.sluice.admission.GateFixture.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.admission.Admission.Outcome;
import dev.sluice.testing.Caller;
import dev.sluice.time.Deadline;
import dev.sluice.time.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The races of a hand-off with the end of the wait, on real threads and the real clock. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@Tag("fast")
class GateHandOffTest {

    private static final int ROUNDS = 400;

    private final Permits permits = new Permits(1);
    private final Queue<Integer> free = permits.free;
    private final Gate<Integer> gate = new Gate<>(permits, AdmissionPolicy.DEFAULT, Ticker.system());
    private final Random random = new Random(42);

    @Test
    @DisplayName("M10 C3 a hand-off that races with the waiter's timeout loses nothing, in 400 rounds")
    void raceWithTimeout() throws Exception {
        Map<Outcome, Integer> outcomes = new TreeMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            // most rounds race; in one of ten the timeout certainly comes first, in another one the hand-off
            boolean timeoutFirst = round % 10 == 0;
            boolean handOffFirst = round % 10 == 1;
            Duration timeout = handOffFirst ? Duration.ofSeconds(20) : Duration.ofNanos(random.nextInt(200_000));
            Caller<Admission<Integer>> waiter = Caller.start(() ->
                    gate.enter(ticket(Priority.NORMAL, Deadline.in(timeout, Ticker.system())), ticket -> {}));
            if (timeoutFirst) {
                waiter.result();
            }
            give(round);
            Admission<Integer> admission = waiter.result();
            outcomes.merge(admission.outcome(), 1, Integer::sum);
            assertOnePermit(round, admission.permit());
        }
        assertThat(outcomes).as("each way was taken").containsKeys(Outcome.ADMITTED, Outcome.TIMED_OUT);
    }

    @Test
    @DisplayName("M10 C3 a hand-off that races with an interrupt loses nothing, in 400 rounds")
    void raceWithInterrupt() throws Exception {
        int granted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Caller<Integer> waiter = Caller.start(() -> {
                try {
                    return gate.enter(ticket(Priority.NORMAL, Deadline.never(Ticker.system())), ticket -> {})
                            .permit();
                } catch (InterruptedException e) {
                    return null;
                }
            });
            // as above: one of ten is certainly interrupted first, another one certainly served first
            boolean interruptFirst = round % 10 == 0;
            boolean handOffFirst = round % 10 == 1;
            int lead = random.nextInt(20_000);
            if (interruptFirst) {
                waiter.interrupt();
                waiter.result();
            }
            Caller<?> giver = Caller.start(() -> {
                pauseFor(lead);
                free.add(1);
                gate.supplied();
                return null;
            });
            pauseFor(random.nextInt(20_000));
            if (handOffFirst) {
                waiter.result();
            }
            waiter.interrupt();
            giver.result();
            Integer permit = waiter.result();
            granted += permit == null ? 0 : 1;
            assertOnePermit(round, permit);
        }
        assertThat(granted).as("each way was taken").isBetween(1, ROUNDS - 1);
    }

    @Test
    @DisplayName("C2 no wake-up is lost when callers arrive at the moment at which a permit becomes free")
    void raceWithArrival() throws Exception {
        free.add(1);
        var players = Caller.startTogether(4, () -> {
            for (int i = 0; i < ROUNDS; i++) {
                Integer permit = gate.tryEnter(Priority.NORMAL, Thread.currentThread(), GateFixture.NOTHING);
                if (permit == null) {
                    permit = gate.enter(
                                    ticket(Priority.NORMAL, Deadline.in(Duration.ofSeconds(20), Ticker.system())),
                                    ticket -> {})
                            .permit();
                }
                assertThat(permit).as("round %d", i).isEqualTo(1);
                assertThat(free).as("nobody else has it").isEmpty();
                free.add(permit);
                gate.supplied();
            }
            return null;
        });
        for (Caller<?> player : players) {
            player.result();
        }
        assertThat(free).containsExactly(1);
        assertThat(gate.waiting()).isZero();
    }

    private void give(int round) {
        pauseFor(round % 100 * 20);
        free.add(1);
        gate.supplied();
    }

    private static void pauseFor(int turns) {
        for (int i = 0; i < turns; i++) {
            Thread.onSpinWait();
        }
    }

    private void assertOnePermit(int round, Integer granted) {
        assertThat(free.size() + (granted == null ? 0 : 1))
                .as("permits in round %d", round)
                .isEqualTo(1);
        assertThat(gate.waiting()).as("waiters in round %d", round).isZero();
        free.clear();
    }

    @Test
    @DisplayName("a report of a long wait may park: a wake-up that it consumes is not lost")
    void toldOfALongWait() throws Exception {
        Caller<Admission<Integer>> waiter = Caller.start(() ->
                gate.enter(ticket(Priority.NORMAL, Deadline.never(Ticker.system())), new WaitListener() {
                    @Override
                    public void queued(Ticket ticket) {}

                    @Override
                    public long firstParkNanos() {
                        return 1_000_000;
                    }

                    @Override
                    public void stillWaiting(Ticket ticket) {
                        give(1);
                        LockSupport.unpark(Thread.currentThread());
                        LockSupport.park(); // as a lock might: it takes the wake-up
                    }
                }));

        assertThat(waiter.result().permit()).isEqualTo(1);
    }
}
