package dev.sluice.planted;

import static dev.sluice.planted.PlantedBug.atTheGate;
import static dev.sluice.planted.PlantedBug.inTheSlots;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schedules find what they are meant to find: each mistake below is made in turn, and is found by its seeds. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@Tag("campaign")
class PlantedBugsTest {

    private static final long SEEDS = 50_000;

    /** Some are found by one in 45,000 only, and by another one after each change of a step. */
    private static final long MOST_SEEDS = 10 * SEEDS;

    static Stream<PlantedBug> bugs() {
        return Stream.of(
                atTheGate("a permit is lost on timeout: who leaves does not see that it was served", "Gate", """
                        outcome = waiter.outcome();
                        if (outcome == null) {
                        long now""", """
                        outcome = waiter.outcome();
                        if (outcome != null) {
                        outcome = Admission.refused(Outcome.TIMED_OUT, 0);
                        } else {
                        long now"""),
                atTheGate("a hand-off to a dead waiter: who leaves stays in the queue", "Gate", """
                        waiter.settle(outcome);
                        dispatcher.remove(waiter);""", """
                        waiter.settle(outcome);"""),
                atTheGate("two permits for one waiter: who is served stays in the queue", "Dispatcher", """
                        lanes.remove(waiter);
                        endFlight(waiter);
                        waiter.settle(outcome);""", """
                        waiter.settle(outcome);"""),
                atTheGate(
                        "a lost wake-up: a caller looks for a permit before givers can see it",
                        "Dispatcher",
                        "publishEntry(waiter.since);\nhandOut(waiter.since, settled);",
                        "handOut(waiter.since, settled);"),
                atTheGate(
                        "a lost wake-up: the first waiter relies on givers that saw nobody",
                        "Dispatcher",
                        "boolean isPromised = lanes.size() > 0 && forEverybody",
                        "boolean isPromised = forEverybody"),
                atTheGate(
                        "a list of waiters without the last of each queue",
                        "Lanes",
                        "waiter != null; waiter = waiter.behind",
                        "waiter != null && waiter.behind != null; waiter = waiter.behind"),
                atTheGate(
                        "a list of waiters that ends at the first empty queue",
                        "Lanes",
                        "for (Fifo<P> queue : lane.values()) {\nfor (QueuedWaiter",
                        "if (lane.isEmpty()) { break; } for (Fifo<P> queue : lane.values()) {\nfor (QueuedWaiter"),
                atTheGate(
                        "a waiter relies on givers although the free permits are reserved from those before it",
                        "Dispatcher",
                        "boolean isPromised = lanes.size() > 0 && forEverybody",
                        "boolean isPromised = lanes.size() > 0"),
                atTheGate(
                        "a better waiter that is not published",
                        "Dispatcher",
                        "Admission<P> refused = capped(waiter);\npublish(waiter.since);",
                        "Admission<P> refused = capped(waiter);\nentry.publishWaiting(lanes.size());"),
                atTheGate(
                        "a giver whose permit was taken meanwhile serves nobody",
                        "Dispatcher",
                        "} else if (next == null || !handOver(permit, next, now, settled)) {\ndispatch(now, settled);",
                        "} else if (next == null || !handOver(permit, next, now, settled)) {\npublish(now);"),
                atTheGate(
                        "a waiter counts that was refused at once",
                        "Dispatcher",
                        "lanes.remove(waiter);\nreturn Admission.refused(outcome, 0);",
                        "return Admission.refused(outcome, 0);"),
                atTheGate(
                        "a lost wake-up: what others left to one in flight is forgotten in a hand-over",
                        "Dispatcher",
                        "|| inFlight != null",
                        ""),
                atTheGate("a hand-over past the deadline", "Dispatcher", "|| next.isLate(now)", ""),
                atTheGate("a lost wake-up: who was woken looks before it takes its mark away", "Gate", """
                        dispatcher.land(waiter, now); // before the poll: see the protocol
                        dispatcher.dispatch(now, settled);""", """
                        dispatcher.dispatch(now, settled);
                        dispatcher.land(waiter, now);"""),
                atTheGate(
                        "a lost wake-up: who was woken to look does not",
                        "Gate",
                        "} else if (dispatcher.isInFlight(waiter)) {",
                        "} else if (dispatcher.isInFlight(waiter) && isClosed()) {"),
                atTheGate("a lost wake-up: who leaves passes on nothing of what it was woken for", "Gate", """
                        dispatcher.endFlight(waiter); // the dispatch serves the permits that were left to it
                        dispatcher.dispatch(now, settled);""", """
                        dispatcher.endFlight(waiter);
                        dispatcher.publish(now);"""),
                atTheGate("a mark left behind by a waiter that timed out on its way", "Gate", """
                        dispatcher.endFlight(waiter); // the dispatch serves the permits that were left to it""", ""),
                atTheGate(
                        "a swallowed interrupt",
                        "Gate",
                        "Thread.currentThread().interrupt(); // this wait has its permit; the next wait ends",
                        ""),
                atTheGate(
                        "barging: the short way in is open while somebody waits",
                        "EntryWord",
                        "return word == OPEN;",
                        "return (word & ~(RANK_MASK | PASSABLE)) == OPEN;"),
                atTheGate("barging past a higher lane", "EntryWord", "|| lane > rank ||", "|| lane > rank + 1 ||"),
                atTheGate(
                        "overtaking without end: it is not counted",
                        "EntryWord",
                        "return overtaken.getAndIncrement(PADDING) < overtakenLimit;",
                        "return overtaken.get(PADDING) < overtakenLimit;"),
                atTheGate(
                        "overtaking once too often, by two at once",
                        "EntryWord",
                        "return overtaken.getAndIncrement(PADDING) < overtakenLimit;",
                        "return overtaken.getAndIncrement(PADDING) >= 0;"),
                atTheGate(
                        "overtaking once too often",
                        "EntryWord",
                        "overtakenLimit = overtakenBefore + policy.overtaking();",
                        "overtakenLimit = overtakenBefore + policy.overtaking() + 1;"),
                atTheGate(
                        "overtaking without a claim, of waiters on platform threads",
                        "EntryWord",
                        "(seen & TIMED) != 0 ? Passage.IN_TIME : Passage.CLAIMED;",
                        "(seen & TIMED) != 0 ? Passage.CLAIMED : Passage.IN_TIME;"),
                atTheGate(
                        "overtaking without end: the time of a waiter is not published",
                        "EntryWord",
                        "steadyUntil = isOver || steadyNanos - until < 0 ? steadyNanos : until;",
                        "steadyUntil = steadyNanos;"),
                atTheGate(
                        "overtaking without end: the time of a waiter begins anew with each publication",
                        "EntryWord",
                        "publish(rank, Overtaking.TIMED, since + Math.min(",
                        "publish(rank, Overtaking.TIMED, now + Math.min("),
                atTheGate(
                        "overtaking of a waiter on a platform thread that has waited for long",
                        "EntryWord",
                        "publish(rank, Overtaking.COUNTED, since + agingNanos,",
                        "publish(rank, Overtaking.COUNTED, now + agingNanos,"),
                atTheGate(
                        "overtaking by a reader that combines a new word with an earlier time",
                        "EntryWord",
                        "word = word(rank + 1, isOver ? Overtaking.NONE : overtaking);",
                        "word = word(rank + 1, overtaking);"),
                atTheGate(
                        "overtaking in time, where the policy allows none",
                        "EntryWord",
                        "case TIMED -> policy.overtaking() == 0 ? 0 : TIMED;",
                        "case TIMED -> TIMED;"),
                atTheGate(
                        "overtaking in time, although a waiter on a platform thread counts",
                        "Dispatcher",
                        "} else if (lanes.areAllVirtual()) {",
                        "} else if (lanes.size() > 0) {"),
                atTheGate(
                        "who comes on a platform thread is not noticed among others",
                        "Lanes",
                        "return virtual == size;",
                        "return virtual > 0;"),
                atTheGate("a stuck close: nobody is woken", "Dispatcher", "settled.addAll(refused);", ""),
                atTheGate(
                        "a pause that stops newcomers only",
                        "Dispatcher",
                        "if (!isPaused()) {\nwhile",
                        "if (!entry.isRestricted(EntryWord.CLOSED)) {\nwhile"),
                atTheGate("a resume that serves nobody", "Gate", "change(() -> entry.lift(EntryWord.PAUSED));", """
                        lock.lock();
                        try {
                        entry.lift(EntryWord.PAUSED);
                        dispatcher.publish(ticker.nanos());
                        } finally {
                        lock.unlock();
                        }"""),
                atTheGate(
                        "a grant past the deadline",
                        "Dispatcher",
                        "boolean late = now != next.since && next.isLate(now);",
                        "boolean late = false;"),
                atTheGate("a clock read before the lock is taken", "Gate", """
                        List<QueuedWaiter<P>> settled = new ArrayList<>(1);
                        Admission<P> refused;
                        lock.lock();
                        try {
                        refused = dispatcher.refusal(waiter.ticket);
                        if (refused == null) {
                        waiter.since = ticker.nanos();""", """
                        List<QueuedWaiter<P>> settled = new ArrayList<>(1);
                        Admission<P> refused;
                        long before = ticker.nanos();
                        lock.lock();
                        try {
                        refused = dispatcher.refusal(waiter.ticket);
                        if (refused == null) {
                        waiter.since = before;"""),
                atTheGate(
                        "a permit that becomes free during the search goes to a later turn",
                        "WaiterSearch",
                        "vainly = reserved;",
                        ""),
                atTheGate(
                        "a cap on waiters off by one",
                        "QueueLimits",
                        "lanes.size() > policy.maxWaiters()",
                        "lanes.size() > policy.maxWaiters() + 1"),
                atTheGate(
                        "a reserve off by one",
                        "AdmissionPolicy",
                        "if (entry.getKey().lane() < lane.lane()) {",
                        "if (entry.getKey().lane() < lane.lane() - 1) {"),
                atTheGate(
                        "aging is ignored",
                        "QueuedWaiter",
                        "ticket.lane().lane() - (now - since) / agingNanos",
                        "ticket.lane().lane()"),
                atTheGate("among equals the last to come is first", "Lanes", """
                        .thenComparingDouble(load)
                        .thenComparingLong(waiter -> waiter.number));""", """
                        .thenComparingDouble(load)
                        .thenComparingLong(waiter -> -waiter.number));"""),
                atTheGate(
                        "nested callers queue behind those who wait for them",
                        "Lanes",
                        "return 2 * waiter.ticket.lane().lane() + (waiter.ticket.nested() ? 1 : 0);",
                        "return 2 * waiter.ticket.lane().lane();"),
                atTheGate(
                        "who leaves from the middle of a queue takes those behind along",
                        "Fifo",
                        "before.behind = behind;",
                        "before.behind = null;"),
                atTheGate(
                        "a tenant's cap off by one", "Shares", "held(name) < share.cap()", "held(name) <= share.cap()"),
                atTheGate("a tenant's floor off by one", "Shares", "sum() - 1;", "sum();"),
                atTheGate(
                        "a tenant's part is not looked at",
                        "Shares",
                        "|| held(name) < most(name, share));",
                        "|| held(name) < capacity);"),
                atTheGate(
                        "a permit stays idle that nobody may have by its part",
                        "Dispatcher",
                        "within.orElse(waiter -> shares.mayHaveOneMore(",
                        "within.orElse(waiter -> shares.isWithinItsPart("),
                inTheSlots("a kept session goes to any tenant", "KeptFirst", """
                        && isLendable.test(slot)
                        && Objects.equals(tenant, tenantOf.apply(slot.lastNote()))) {""", """
                        && isLendable.test(slot)) {"""),
                inTheSlots(
                        "a kept session that has changed its tenant since the look goes to the former one",
                        "KeptFirst",
                        "slot.tryLeaseKept(seen);",
                        "slot.tryLeaseKept(slot.reading());"),
                inTheSlots(
                        "a kept session is taken as a free one by who looked before it was kept",
                        "Occupancy",
                        "return (current & (STATE_MASK | UNRESET)) == IDLE && WORD",
                        "return (current & STATE_MASK) == IDLE && WORD"),
                inTheSlots(
                        "the end of a lease forgets that its state is left",
                        "Occupancy",
                        "with(lease, SlotState.CHECKING) | UNRESET);",
                        "with(lease, SlotState.CHECKING));"),
                inTheSlots(
                        "an unused lease of a kept session forgets the state of the lease before",
                        "Occupancy",
                        "long lease = ((seen & ~STATE_MASK) | LEASED) + NEXT_LEASE;",
                        "long lease = ((seen & ~(STATE_MASK | UNRESET)) | LEASED) + NEXT_LEASE;"),
                inTheSlots("a session that was reset stays kept", "Occupancy", "current & ~UNRESET)", "current)"),
                inTheSlots(
                        "a kept session is taken from the reserve",
                        "KeptFirst",
                        "for (int i = reserved; i",
                        "for (int i = 0; i"),
                atTheGate(
                        "who has grown old since the gate last looked is passed by its former rank",
                        "EntryWord",
                        "|| !isBefore(until)) {",
                        ") {"),
                inTheSlots(
                        "a double release: an old lease ends the new one",
                        "Occupancy",
                        "return WORD.compareAndSet(this, lease, with(lease, to));",
                        "return move(SlotState.LEASED, to);"),
                inTheSlots(
                        "a double release: leases have no numbers",
                        "Occupancy",
                        "((current & ~STATE_MASK) | LEASED) + NEXT_LEASE;",
                        "((current & ~STATE_MASK) | LEASED);"),
                inTheSlots(
                        "two owners: a slot is taken without a look",
                        "Occupancy",
                        "return (current & (STATE_MASK | UNRESET)) == IDLE && WORD",
                        "return WORD"),
                inTheSlots(
                        "overshoot on resize: two take the last place",
                        "Room",
                        "} while (!taken.compareAndSet(current, current + 1));",
                        "} while (taken.getAndSet(current + 1) < 0);"),
                inTheSlots(
                        "a place that is given back twice",
                        "Room",
                        "if (!givenBack && GIVEN_BACK.compareAndSet(this, false, true)) {",
                        "if (!givenBack) {"),
                inTheSlots(
                        "a mark that is overlooked", "Slot", "retirement = reason;\ndoubt();", "retirement = reason;"),
                inTheSlots(
                        "a check that overrides a doubt",
                        "Slot",
                        "VOUCHED.compareAndSet(this, seen, until);",
                        "VOUCHED.setVolatile(this, until);"),
                inTheSlots(
                        "a check that knows only the doubts before its end",
                        "Slots",
                        "slot.vouch(seen, now, left);",
                        "slot.vouch(slot.vouch(), now, left);"),
                inTheSlots("a suspicion without doubts", "Slots", "}\ndoubtAll();", "}"),
                inTheSlots(
                        "a release that trusts a mark to be seen by others",
                        "Slot",
                        "return ageNanos(now) <= vouchedAge;",
                        "return ageNanos(now) <= lifetimeNanos();"),
                inTheSlots(
                        "a hint that leads into the reserve",
                        "Slots",
                        "slot != null && reserved == 0 &&",
                        "slot != null &&"));
    }

    private static String firstFinding(LongFunction<String> schedules, long seeds) {
        for (long seed = 0; seed < seeds; seed++) {
            String finding = schedules.apply(seed);
            if (finding != null) {
                return finding;
            }
        }
        return null;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bugs")
    @DisplayName("a planted bug is found")
    void isFound(PlantedBug bug) {
        assertThat(firstFinding(bug.schedules(), MOST_SEEDS))
                .as("what was found of: %s", bug)
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {PlantedBug.GATE, PlantedBug.SLOTS})
    @DisplayName("without a bug the same seeds find nothing")
    void findsNothing(String player) {
        assertThat(firstFinding(PlantedBug.player(PatchedClasses.unpatched(), player), SEEDS))
                .isNull();
    }
}
