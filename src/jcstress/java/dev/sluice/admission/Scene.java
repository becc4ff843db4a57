package dev.sluice.admission;

import dev.sluice.admission.Admission.Outcome;
import dev.sluice.pool.store.Birth;
import dev.sluice.pool.store.Room;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.SlotState;
import dev.sluice.pool.store.Slots;
import dev.sluice.time.Deadline;
import dev.sluice.time.Ticker;
import java.time.Instant;

/** A gate in front of real slots, all of them on lease, and callers that take its steps one by one. */
final class Scene {

    private static final long HOUR = 3_600_000_000_000L;
    private static final Object NOTE = "race";

    private final Ticker ticker = new Ticker() {
        @Override
        public long nanos() {
            return 1;
        }

        @Override
        public Instant instant() {
            return Instant.EPOCH;
        }

        @Override
        public void park(Object blocker, long nanos) {
            throw new IllegalStateException("nobody parks here");
        }

        @Override
        public void unpark(Thread thread) {
            // nobody parks here
        }
    };

    final Room room;
    final Slots<Integer> slots;
    final Gate<Slot<Integer>> gate;
    private final Thread holder = new Thread("holder");

    Scene(Fairness fairness, int size) {
        room = new Room(() -> size);
        slots = new Slots<>(ticker, () -> HOUR, () -> size, note -> null);
        AdmissionPolicy policy =
                AdmissionPolicy.builder().fairness(fairness).overtaking(1).build();
        gate = new Gate<>(slots, policy, ticker);
        for (int number = 0; number < size; number++) {
            Slot<Integer> slot = new Slot<>(new Birth(number, 0, 0, Instant.EPOCH), number, room.tryTake(), 24 * HOUR);
            slots.add(slot);
            slot.move(SlotState.CHECKING, SlotState.IDLE);
        }
    }

    /** Takes one that is free. */
    Slot<Integer> take() {
        return gate.tryEnter(Priority.NORMAL, holder, NOTE);
    }

    /** Gives it back, as a caller does. */
    void release(Slot<Integer> slot) {
        slot.moveFrom(slot.lease(), SlotState.IDLE);
        gate.supplied(Priority.NORMAL, slot);
    }

    Ticket ticket() {
        return new Ticket(Priority.NORMAL, Deadline.never(ticker), null, new Thread("caller"), false, NOTE);
    }

    QueuedWaiter<Slot<Integer>> newcomer() {
        return new QueuedWaiter<>(ticket());
    }

    /** Returns a waiter that waits already. */
    QueuedWaiter<Slot<Integer>> waiter() {
        QueuedWaiter<Slot<Integer>> waiter = newcomer();
        if (gate.queue(waiter) != null) {
            throw new IllegalStateException("it was meant to wait");
        }
        return waiter;
    }

    /** Returns how the wait of a waiter ended, after its wake-up if it was woken. */
    String endOf(QueuedWaiter<Slot<Integer>> waiter) {
        gate.poll(waiter);
        Admission<Slot<Integer>> outcome = waiter.outcome();
        if (outcome == null) {
            return "waits";
        }
        return outcome.outcome() == Outcome.ADMITTED
                ? "served"
                : outcome.outcome().name();
    }

    String leased() {
        return slots.leased() + " leased";
    }
}
