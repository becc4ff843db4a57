package dev.sluice.pool.store;

import dev.sluice.time.Ticker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongFunction;

/**
 * An interleaving of callers, closers and operators at real slots and their room, chosen by a seed and played on one
 * thread. Other actors may run in the middle of a step wherever slots and room read the time or a limit: so between a
 * read and the compare-and-set that follows. In some schedules callers have tenants, and leases leave state of their
 * tenants behind, which is reset or kept.
 */
final class SlotSchedule implements Ticker {

    /** Plays a seed; null if every promise was kept, else what was broken. */
    static final class Player implements LongFunction<String> {
        @Override
        public String apply(long seed) {
            try {
                new SlotSchedule(seed).play();
                return null;
            } catch (IllegalStateException e) {
                return "schedule " + seed + ": " + e.getMessage();
            }
        }
    }

    private static final int DEEPEST = 3;
    private static final long LIFETIME = 1_000_000;

    /** Something that is done step by step; false after the last. */
    private interface Actor {
        boolean step();
    }

    /** A lease, and whether somebody has ended it. */
    private static final class Out {
        final Slot<Integer> slot;
        final long number;
        boolean used;
        boolean ended;

        Out(Slot<Integer> slot) {
            this.slot = slot;
            this.number = slot.lease();
        }
    }

    private final SplittableRandom random;
    private final Slots<Integer> slots;
    private final Room room;
    private final List<Actor> actors = new ArrayList<>();
    private final List<Out> leases = new ArrayList<>();
    private final Map<Slot<Integer>, Out> owners = new HashMap<>();
    private final List<Slot<Integer>> marked = new ArrayList<>();
    private final Map<Slot<Integer>, String> states = new HashMap<>(); // of resources, by the tenant that left them
    private final boolean tenants;
    private int limit;
    private int mostAllowed;
    private int alive;
    private int created;
    private int depth;
    private long changes;
    private boolean suspected;

    private SlotSchedule(long seed) {
        random = new SplittableRandom(seed);
        limit = 1 + random.nextInt(3);
        slots = new Slots<>(this, this::freshNanos, () -> limit, this::tenantOf);
        room = new Room(this::limit);
        while (alive < limit) {
            create();
        }
        for (int i = 2 + random.nextInt(3); i > 0; i--) {
            actors.add(new Borrower(new Thread("b" + i), random.nextInt(2), 1 + random.nextInt(3)));
        }
        for (int i = random.nextInt(5); i > 0; i--) {
            actors.add(operator());
        }
        tenants = random.nextInt(3) == 0;
        if (tenants) {
            slots.handOutKept(() -> {});
            for (int i = random.nextInt(3); i > 0; i--) {
                actors.add(once(this::resetKept));
            }
        }
    }

    private Actor operator() {
        return switch (random.nextInt(6)) {
            case 0 -> new Retirer();
            case 1 -> once(this::create);
            case 2 -> once(this::closeAnOldLeaseAgain);
            case 3 -> once(this::takeAway);
            case 4 -> once(this::suspect);
            default -> once(() -> limit = 1 + random.nextInt(4));
        };
    }

    private static Actor once(Runnable action) {
        return () -> {
            action.run();
            return false;
        };
    }

    private void play() {
        while (!actors.isEmpty()) {
            move();
        }
        for (Slot<Integer> slot : slots.snapshot()) {
            check(slot.state() == SlotState.IDLE, slot + " at rest");
            check(slot.retirement() == null, slot + " is marked, and rests");
            check(slot.isKept() == states.containsKey(slot), slot + " is kept: " + slot.isKept());
        }
        check(room.taken() == alive, room.taken() + " places are taken, " + alive + " resources exist");
        check(slots.size() == alive, slots.size() + " slots for " + alive + " resources");
    }

    private void move() {
        int index = random.nextInt(actors.size());
        Actor actor = actors.remove(index); // nobody makes two steps at once
        if (actor.step()) {
            actors.add(actor);
        }
    }

    private void othersMayCome() {
        othersMayCome(4);
    }

    private void othersMayCome(int most) {
        if (depth < DEEPEST && !actors.isEmpty() && random.nextInt(6) == 0) {
            depth++;
            for (int count = 1 + random.nextInt(most); count > 0 && !actors.isEmpty(); count--) {
                move();
            }
            depth--;
        }
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException(what);
        }
    }

    // --- What they do

    /** Borrows again and again; each lease is given back by two who race. */
    private final class Borrower implements Actor {

        private final Thread thread;
        private final int reserved;
        private final String tenant;
        private int times;
        private Out lease;

        Borrower(Thread thread, int reserved, int times) {
            this.thread = thread;
            this.reserved = reserved;
            this.times = times;
            this.tenant = "t" + random.nextInt(2);
        }

        @Override
        public boolean step() {
            if (lease == null) {
                times--;
                borrow();
            } else if (random.nextInt(2) == 0) {
                Out ending = lease;
                lease = null;
                actors.add(new Closer(ending));
                actors.add(new Closer(ending));
            }
            return lease != null || times > 0;
        }

        private void borrow() {
            List<Slot<Integer>> markedBefore = List.copyOf(marked);
            long before = changes;
            boolean suspectedBefore = suspected;
            Slot<Integer> slot = slots.poll(reserved, thread, this, 0);
            if (slot == null) {
                return;
            }
            check(!owners.containsKey(slot), slot + " has two owners");
            check(!markedBefore.contains(slot), slot + " was marked, and is handed out");
            check(!suspectedBefore, slot + " was suspected, and is handed out");
            check(changes != before || slots.snapshot().indexOf(slot) >= reserved, slot + " is reserved");
            check(slot.isHeldBy(slot.lease()), slot + " does not know its lease");
            lease = new Out(slot);
            check(leases.stream().noneMatch(old -> old.slot == slot && old.number == lease.number), "the number again");
            leases.add(lease);
            owners.put(slot, lease);
            if (tenants) {
                String left = states.get(slot);
                check(left == null || left.equals(tenant), slot + " has the state of " + left + " for " + tenant);
                lease.used = random.nextInt(4) > 0;
                if (lease.used) {
                    states.put(slot, tenant);
                }
            }
        }
    }

    /** Gives a lease back; of two that do, one succeeds. */
    private final class Closer implements Actor {

        private final Out lease;
        private boolean stamped;

        Closer(Out lease) {
            this.lease = lease;
        }

        @Override
        public boolean step() {
            if (!stamped) {
                stamped = true;
                lease.slot.ends(lease.number, 1);
                return true;
            }
            end(lease, SlotState.IDLE);
            return false;
        }
    }

    private void end(Out lease, SlotState to) {
        boolean leavesState = to == SlotState.IDLE && (lease.used || Slot.isUnreset(lease.number));
        if (!(leavesState ? lease.slot.endUnreset(lease.number) : lease.slot.moveFrom(lease.number, to))) {
            check(lease.ended, lease.slot + " does not take its lease back");
            return;
        }
        check(!lease.ended, lease.slot + " takes a lease back twice");
        lease.ended = true;
        owners.remove(lease.slot);
        if (to == SlotState.CLOSING) {
            closed(lease.slot);
        } else if (!leavesState) {
            nowIdle(lease.slot);
        } else if (random.nextInt(2) == 0) {
            keep(lease.slot);
        } else {
            actors.add(new Reset(lease.slot));
        }
    }

    private void keep(Slot<Integer> slot) {
        check(slot.move(SlotState.CHECKING, SlotState.IDLE), slot + " was taken away");
        nowIdle(slot);
    }

    /** As {@code Circulation} does it: without a look at marks if there is no doubt. */
    private void nowIdle(Slot<Integer> slot) {
        if (!slot.isVouchedFor(1) && slot.retirement() != null && slot.move(SlotState.IDLE, SlotState.CLOSING)) {
            closed(slot);
        }
    }

    private String tenantOf(Object note) {
        String tenant = note instanceof Borrower borrower ? borrower.tenant : null;
        othersMayCome(24); // as many as it takes to reset a slot, lease it and keep it again
        return tenant;
    }

    private void resetKept() {
        Slot<Integer> slot = slots.takeKept();
        if (slot != null) {
            check(!owners.containsKey(slot), slot + " has an owner, and is reset");
            actors.add(new Reset(slot));
        }
    }

    /** Resets a resource, and puts it back. */
    private final class Reset implements Actor {

        private final Slot<Integer> slot;
        private boolean done;

        Reset(Slot<Integer> slot) {
            this.slot = slot;
        }

        @Override
        public boolean step() {
            if (!done) {
                done = true;
                states.remove(slot);
                slot.wasReset();
                return true;
            }
            keep(slot);
            return false;
        }
    }

    /** Marks a slot, and then closes it if nobody has it. */
    private final class Retirer implements Actor {

        private Slot<Integer> slot;

        @Override
        public boolean step() {
            if (slot == null) {
                List<Slot<Integer>> all = slots.snapshot();
                if (!all.isEmpty()) {
                    slot = all.get(random.nextInt(all.size()));
                    slot.retireOnRelease(RetirementReason.of("test"));
                    marked.add(slot);
                }
                return slot != null;
            }
            if (slot.move(SlotState.IDLE, SlotState.CLOSING)) {
                closed(slot);
            }
            return false;
        }
    }

    /** Suspects all slots for good: time stands still, so none has a later proof. */
    private void suspect() {
        slots.suspectIdle(2);
        suspected = true;
    }

    private void closed(Slot<Integer> slot) {
        check(slots.remove(slot), slot + " is closed twice");
        changes++;
        alive--;
        slot.closed();
        slot.closed(); // harmless
    }

    private void create() {
        mostAllowed = limit;
        Room.Place place = room.tryTake();
        if (place == null) {
            return;
        }
        alive++;
        check(alive <= mostAllowed, alive + " resources where " + mostAllowed + " are allowed");
        Slot<Integer> slot = new Slot<>(new Birth(++created, 0, 0, Instant.EPOCH), created, place, LIFETIME);
        slots.add(slot);
        changes++;
        slot.move(SlotState.CHECKING, SlotState.IDLE);
    }

    private void closeAnOldLeaseAgain() {
        leases.stream().filter(lease -> lease.ended).findFirst().ifPresent(lease -> end(lease, SlotState.IDLE));
    }

    private void takeAway() {
        leases.stream().filter(lease -> !lease.ended).findFirst().ifPresent(lease -> end(lease, SlotState.CLOSING));
    }

    // --- Where others may come

    private long freshNanos() {
        othersMayCome();
        return LIFETIME;
    }

    private int limit() {
        int now = limit;
        othersMayCome();
        mostAllowed = Math.max(mostAllowed, Math.max(now, limit));
        return now;
    }

    @Override
    public long nanos() {
        return 1;
    }

    @Override
    public long coarseNanos() {
        othersMayCome();
        return 1;
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH;
    }

    @Override
    public void park(Object blocker, long nanos) {
        throw new IllegalStateException("slots never wait");
    }
}
