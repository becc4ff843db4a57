package dev.sluice.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.admission.Admission.Outcome;
import dev.sluice.pool.store.Birth;
import dev.sluice.pool.store.RetirementReason;
import dev.sluice.pool.store.Room;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.SlotState;
import dev.sluice.pool.store.Slots;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.VirtualThreads;
import dev.sluice.time.Deadline;
import dev.sluice.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A gate in front of real slots, on real threads, with everything at once, by a seed that a failure names;
 * {@code -Dsluice.seed=} runs just that one. A seed fixes what the threads want to do, not how they are scheduled;
 * how long it runs is fixed by work, not by a clock. On a JDK that has them, the threads of every second seed are
 * virtual; some of those of the others are, so that both kinds wait together.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
@Tag("campaign")
class GateStressTest {

    private static final int MOST = 6;
    private static final int BORROWERS = 12;
    private static final int ROUNDS = 1500;
    private static final long HOUR = Duration.ofHours(1).toNanos();
    private static final String[] TENANTS = {"a", "b", "c", null};

    /** A note about a lease. */
    private record Note(String tenant) {}

    private final Ticker ticker = Ticker.system();
    private final AtomicInteger limit = new AtomicInteger(MOST);
    private final Room room = new Room(limit::get);
    private final Slots<Integer> slots =
            new Slots<>(ticker, () -> HOUR, limit::get, note -> note instanceof Note about ? about.tenant() : null);
    private final Gate<Slot<Integer>> gate = new Gate<>(slots, AdmissionPolicy.DEFAULT, ticker);

    private final AtomicInteger created = new AtomicInteger();
    private final AtomicIntegerArray owners = new AtomicIntegerArray(1_000_000);
    private final AtomicLong leases = new AtomicLong();
    private final Map<Outcome, AtomicLong> outcomes = new EnumMap<>(Outcome.class);

    GateStressTest() {
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, new AtomicLong());
        }
        while (create()) {
            // as many as there may be
        }
    }

    static LongStream seeds() {
        Long seed = Long.getLong("sluice.seed");
        return seed == null ? LongStream.of(1, 20, 301) : LongStream.of(seed);
    }

    // --- Borrowers

    private void borrow(Random random, int rounds, AtomicBoolean stop) {
        for (int i = 0; i < rounds && !stop.get(); i++) {
            Priority lane = Priority.values()[random.nextInt(5)];
            Note note = new Note(TENANTS[random.nextInt(TENANTS.length)]);
            Slot<Integer> slot = enter(lane, note, deadline(random));
            if (slot != null) {
                use(slot, random);
                giveBack(slot, lane, random);
            }
        }
    }

    private Deadline deadline(Random random) {
        return random.nextInt(8) == 0
                ? Deadline.in(Duration.ofSeconds(60), ticker) // must be served, or turned out, long before
                : Deadline.in(Duration.ofNanos(random.nextInt(1_000_000)), ticker);
    }

    private Slot<Integer> enter(Priority lane, Note note, Deadline deadline) {
        Thread thread = Thread.currentThread();
        Slot<Integer> slot = gate.tryEnter(lane, thread, note);
        if (slot != null) {
            return slot;
        }
        try {
            Ticket ticket = new Ticket(lane, deadline, note.tenant(), thread, false, note);
            Admission<Slot<Integer>> admission = gate.enter(ticket, queued -> {});
            outcomes.get(admission.outcome()).incrementAndGet();
            assertThat(admission.waitedNanos())
                    .isLessThan(Duration.ofSeconds(30).toNanos());
            return admission.permit();
        } catch (InterruptedException e) {
            return null; // as it is meant
        }
    }

    private void use(Slot<Integer> slot, Random random) {
        leases.incrementAndGet();
        int number = slot.resource();
        assertThat(owners.incrementAndGet(number)).as("owners of %s", slot).isEqualTo(1);
        for (int i = random.nextInt(500); i > 0; i--) {
            Thread.onSpinWait();
        }
        if (random.nextInt(16) == 0) {
            Thread.yield();
        }
        owners.decrementAndGet(number);
    }

    private void giveBack(Slot<Integer> slot, Priority lane, Random random) {
        long lease = slot.lease();
        slot.ends(lease, ticker.coarseNanos());
        assertThat(slot.moveFrom(lease, SlotState.IDLE)).isTrue();
        if (slot.retirement() != null) {
            retireIfIdle(slot);
        } else {
            gate.supplied(lane, slot);
        }
        if (random.nextInt(4) == 0) {
            assertThat(slot.moveFrom(lease, SlotState.IDLE)).isFalse(); // it may be somebody else's by now
        }
    }

    // --- Operators

    private boolean create() {
        Room.Place place = room.tryTake();
        if (place == null) {
            return false;
        }
        int number = created.incrementAndGet();
        Slot<Integer> slot = new Slot<>(new Birth(number, 0, ticker.nanos(), Instant.EPOCH), number, place, 24 * HOUR);
        slots.add(slot);
        slot.move(SlotState.CHECKING, SlotState.IDLE);
        gate.supplied();
        return true;
    }

    private void retireIfIdle(Slot<Integer> slot) {
        if (slot.move(SlotState.IDLE, SlotState.CLOSING)) {
            assertThat(slots.remove(slot)).isTrue();
            slot.closed();
            create();
        }
    }

    private void operate(Random random, List<Thread> borrowers) {
        switch (random.nextInt(7)) {
            case 0 -> gate.policy(rules(random));
            case 1 -> {
                gate.pause();
                Thread.yield();
                gate.resume();
            }
            case 2 -> {
                limit.set(2 + random.nextInt(MOST - 1));
                while (create()) {
                    // up to the new limit
                }
            }
            case 3 -> retireOne(random);
            case 4 -> gate.supplied();
            default -> borrowers.get(random.nextInt(borrowers.size())).interrupt();
        }
    }

    /** No more often than the borrowers get on: where they have little of the processors, slots would be numberless. */
    private void retireOne(Random random) {
        List<Slot<Integer>> all = slots.snapshot();
        if (!all.isEmpty() && created.get() < 1000 + 10 * leases.get()) {
            Slot<Integer> slot = all.get(random.nextInt(all.size()));
            slot.retireOnRelease(RetirementReason.of("test"));
            retireIfIdle(slot);
        }
    }

    private static AdmissionPolicy rules(Random random) {
        AdmissionPolicy.Builder rules = AdmissionPolicy.builder()
                .fairness(random.nextInt(3) == 0 ? Fairness.STRICT : Fairness.BOUNDED)
                .overtaking(random.nextInt(20))
                .aging(Duration.ofNanos(1 + random.nextInt(1_000_000)))
                .failFast(random.nextInt(6) == 0);
        if (random.nextInt(4) == 0) {
            rules.reserved(Map.of(Priority.HIGH, 1));
        }
        if (random.nextInt(4) == 0) {
            rules.maxWaiters(random.nextInt(BORROWERS));
        }
        if (random.nextInt(4) == 0) {
            rules.shedding(new Shedding(Duration.ofNanos(10_000), Duration.ofNanos(100_000)));
        }
        if (random.nextInt(4) == 0) {
            rules.tenants(Map.of("a", new TenantShare(1, 3, 2, 1), "b", new TenantShare(0, 2, 1, 0)))
                    .otherTenants(TenantShare.EQUAL);
        }
        return rules.build();
    }

    // --- All together

    private void traffic(long seed, int rounds, int operations, boolean close) throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        List<Thread> threads = new ArrayList<>();
        List<Caller<Void>> borrowers = IntStream.range(0, BORROWERS)
                .mapToObj(i -> start(seed, i, () -> {
                    synchronized (threads) {
                        threads.add(Thread.currentThread());
                    }
                    borrow(new Random(seed + i), rounds, stop);
                    return null;
                }))
                .toList();
        Random random = new Random(~seed);
        Await.until("there is traffic", () -> leases.get() > 0);
        for (int i = 0; i < operations || (!close && !borrowers.stream().allMatch(Caller::isDone)); i++) {
            synchronized (threads) {
                if (!threads.isEmpty()) {
                    operate(random, threads);
                }
            }
            Thread.yield();
        }
        gate.resume();
        if (close) {
            gate.close();
            stop.set(true);
        }
        for (Caller<Void> borrower : borrowers) {
            borrower.result();
        }
    }

    private static Caller<Void> start(long seed, int borrower, Callable<Void> call) {
        boolean isVirtual = VirtualThreads.areThere() && (seed % 2 == 0 || borrower % 3 == 0);
        return isVirtual ? Caller.startVirtual(call) : Caller.start("borrower-" + borrower, call);
    }

    private void assertNothingLost(long seed) {
        assertThat(leases.get()).as("seed %d: leases", seed).isPositive();
        assertThat(gate.waiting()).as("seed %d: waiting", seed).isZero();
        assertThat(slots.snapshot()).as("seed %d", seed).allMatch(slot -> slot.state() == SlotState.IDLE);
        assertThat(room.taken()).as("seed %d: places", seed).isEqualTo(slots.size());
        assertThat(created.get()).isLessThan(owners.length());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @DisplayName("traffic, timeouts, interrupts, resizes, pauses and changes of the rules at once lose nothing")
    void everythingAtOnce(long seed) throws Exception {
        traffic(seed, ROUNDS, 0, false);

        assertNothingLost(seed);
        gate.policy(AdmissionPolicy.DEFAULT);
        while (create()) {
            // up to the limit
        }
        List<Slot<Integer>> all = new ArrayList<>();
        for (int i = slots.size(); i > 0; i--) {
            all.add(gate.tryEnter(Priority.NORMAL, Thread.currentThread(), new Note(null)));
        }
        assertThat(all)
                .as("seed %d: every slot can be had", seed)
                .doesNotContainNull()
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @DisplayName("a close in the middle of the traffic leaves no caller waiting and no permit taken")
    void closeInTheMiddle(long seed) throws Exception {
        traffic(seed, Integer.MAX_VALUE, 200 + new Random(seed).nextInt(200), true);

        assertNothingLost(seed);
        assertThat(gate.isClosed()).isTrue();
        assertThat(gate.tryEnter(Priority.CRITICAL, Thread.currentThread(), new Note(null)))
                .isNull();
    }
}
