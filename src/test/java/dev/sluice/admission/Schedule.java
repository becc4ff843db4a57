package dev.sluice.admission;

import dev.sluice.admission.ScheduleActor.At;
import dev.sluice.admission.ScheduleSupply.Permit;
import dev.sluice.time.Ticker;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * An interleaving of callers, operators and the passing of time at a gate, chosen by a seed and played on one thread.
 *
 * <p>A move is a step of one caller, an operator's change, a spurious wake-up, or time. Within a step others may come
 * wherever the gate reaches outside: at its clock's unpark, at its supply, before its lock is taken and after it is
 * given back. So steps overlap as those of threads do, except that a step which began within another one ends within
 * it (or is undone, where it would block on the lock). Time stands still while the lock is held.
 */
final class Schedule implements Ticker {

    /** Plays a seed; null if every promise was kept, else what was broken, and the whole story. */
    static final class Player implements LongFunction<String> {
        @Override
        public String apply(long seed) {
            String broken = new Schedule(seed, ScheduleTrace.silent()).play();
            return broken == null ? null : replay(seed);
        }
    }

    private static final int DEEPEST = 4;
    /** The share of slow reads of the world outside the gate: one in {@value}. */
    private static final int SLOW = 8;

    private static final int MOST_MOVES = 20_000;

    private final SplittableRandom random;
    private final ScheduleTrace trace;
    private final ScheduleSupply supply;
    private final Gate<Permit> gate;
    private final ScheduleLock lock;
    private final ScheduleRules rules;
    private final ScheduleOperator operator;
    private final ScheduleActor[] actors;
    private final ScheduleActor[] candidates;
    private final ScheduleActor[] stack = new ScheduleActor[DEEPEST + 2];
    private final SchedulePolicies policies;
    private final int lanes;
    private final boolean withWhole;
    private final boolean allVirtual;

    private int depth;
    private long now;
    private long ticks;
    private int moves;
    private boolean failed;
    private boolean looking;

    Schedule(long seed, ScheduleTrace trace) {
        this.random = new SplittableRandom(seed);
        this.trace = trace;
        this.policies = new SchedulePolicies(random);
        this.lanes = 1 + random.nextInt(5);
        this.withWhole = random.nextInt(4) == 0;
        this.allVirtual = random.nextInt(3) == 0;
        this.supply = new ScheduleSupply(this, 1 + random.nextInt(4));
        AdmissionPolicy policy = policies.next(supply.capacity());
        this.gate = new Gate<>(supply, policy, this);
        this.lock = ScheduleLock.into(gate, this);
        this.actors = new ScheduleActor[2 + random.nextInt(5)];
        this.candidates = new ScheduleActor[actors.length];
        int rounds = 1 + random.nextInt(3);
        for (int i = 0; i < actors.length; i++) {
            actors[i] = new ScheduleActor(this, "c" + i, rounds);
        }
        this.operator = new ScheduleOperator(this, policies, random.nextInt(5));
        this.rules = new ScheduleRules(this, policy);
        trace(() -> "capacity " + supply.capacity() + ", " + policy);
    }

    /** Plays a seed again and tells all of it. */
    static String replay(long seed) {
        ScheduleTrace trace = ScheduleTrace.full();
        String broken = new Schedule(seed, trace).play();
        return "schedule " + seed + ": " + (broken == null ? "every promise was kept" : broken) + "\n" + trace;
    }

    /** Null if every promise was kept. */
    private String play() {
        try {
            while (move()) {
                // until nobody has anything left to do
            }
            rules.atTheEnd();
            return null;
        } catch (ScheduleLock.Blocked e) {
            return "the lock was never given back";
        } catch (RuntimeException e) {
            return e instanceof ScheduleViolation ? e.getMessage() : e.toString();
        } finally {
            Thread.interrupted();
        }
    }

    // --- Moves

    private boolean move() {
        if (++moves > MOST_MOVES) {
            throw violation("it does not end");
        }
        boolean moved = any();
        rules.check();
        return moved || atRest();
    }

    /** A move of somebody; false if nobody can do anything now. */
    private boolean any() {
        if (!lock.isTaken() && random.nextInt(16) == 0) {
            passTime(1 + random.nextInt(SchedulePolicies.AGING));
        }
        if (operator.mustGoOn() || (operator.wantsMore() && random.nextInt(12) == 0)) {
            operate();
            return true;
        }
        ScheduleActor actor = pick();
        if (actor == null) {
            return false;
        }
        run(actor);
        return true;
    }

    private ScheduleActor pick() {
        int count = 0;
        for (ScheduleActor actor : actors) {
            if (actor.canStep()) {
                candidates[count++] = actor;
            } else if (actor.at == At.PARKED && !actor.onStack && random.nextInt(128) == 0) {
                trace(() -> actor.name + " wakes for no reason");
                actor.woken = true;
            }
        }
        return count == 0 ? null : candidates[random.nextInt(count)];
    }

    private void run(ScheduleActor actor) {
        At before = actor.at;
        actor.onStack = true;
        stack[depth] = actor;
        trace(() -> actor + " …");
        try {
            actor.step();
            trace(() -> actor.name + " " + before + " → " + actor.at + " " + actor.held());
        } catch (ScheduleLock.Blocked e) {
            trace(() -> actor.name + " blocks");
            if (depth == 0) {
                throw e;
            }
        } finally {
            actor.onStack = false;
            stack[depth] = null;
        }
    }

    private void operate() {
        try {
            operator.step();
        } catch (ScheduleLock.Blocked e) {
            trace(() -> "operator blocks");
            if (depth == 0) {
                throw e;
            }
        }
    }

    private void passTime(long by) {
        now += by;
        trace(() -> "it is " + now);
    }

    /** Lets the next deadline come while no actor can move, or ends what keeps callers waiting. */
    private boolean atRest() {
        long next = Long.MAX_VALUE;
        boolean allDone = true;
        for (ScheduleActor actor : actors) {
            if (actor.at == At.PARKED) {
                next = Math.min(next, actor.deadlineAt);
            }
            allDone &= actor.at == At.DONE;
        }
        if (allDone) {
            return false;
        }
        if (next != Long.MAX_VALUE) {
            passTime(next - now);
            return true;
        }
        return operator.clearTheWay();
    }

    // --- What others do within a step

    /** A place where the thread of the step may be slow, and others may be quick. */
    void othersMayCome() {
        if (failed || looking || depth >= DEEPEST || random.nextInt(SLOW) != 0) {
            return;
        }
        depth++;
        try {
            for (int count = 1 + random.nextInt(4); count > 0 && any(); count--) {
                // another one
            }
        } finally {
            depth--;
        }
    }

    /** Everything goes on until this caller's park has a reason to end. */
    void othersUntil(ScheduleActor parked) {
        depth++;
        try {
            while (!parked.isRoused() && move()) {
                if (random.nextInt(128) == 0) {
                    return; // for no reason
                }
            }
        } finally {
            depth--;
        }
    }

    void locked() {
        rules.locked(stack[depth]);
    }

    // --- The gate's clock

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(now);
    }

    @Override
    public void park(Object blocker, long nanos) {
        stack[depth].park();
    }

    @Override
    public void unpark(Thread thread) {
        othersMayCome();
        for (ScheduleActor actor : actors) {
            if (actor.thread == thread) {
                trace(() -> actor.name + " is unparked");
                actor.woken = true;
            }
        }
    }

    // --- For the players

    /** Marks a moment: later ones are greater. */
    long tick() {
        return ++ticks;
    }

    long now() {
        return now;
    }

    int depth() {
        return depth;
    }

    /** Returns whether the current step holds the gate's lock. */
    boolean holdsLock() {
        return lock.isHeldAt(depth);
    }

    int random(int bound) {
        return random.nextInt(bound);
    }

    int lanes() {
        return lanes;
    }

    /** Returns whether the next caller is on a virtual thread. */
    boolean isVirtual() {
        return allVirtual || random.nextInt(3) == 0;
    }

    boolean tenants() {
        return policies.tenants();
    }

    /**
     * Returns whether an actor leaves its steps to the gate: one caller at most, because others do not continue before
     * it.
     */
    boolean mayBeWhole(ScheduleActor actor) {
        return withWhole && actor == actors[0];
    }

    /**
     * Returns the timeout of a caller. A caller that holds a permit already has a limit, because all callers might
     * wait.
     */
    long patience(boolean nested) {
        return !nested && random.nextInt(3) == 0 ? Long.MAX_VALUE : random.nextInt(5 * SchedulePolicies.AGING);
    }

    Gate<Permit> gate() {
        return gate;
    }

    Ticker ticker() {
        return this;
    }

    ScheduleSupply supply() {
        return supply;
    }

    ScheduleRules rules() {
        return rules;
    }

    ScheduleActor[] actors() {
        return actors;
    }

    ScheduleOperator operator() {
        return operator;
    }

    /** Returns whether the gate's own list of waiters has this ticket. */
    boolean isListed(Ticket ticket) {
        looking = true;
        try {
            return gate.waiters().stream().anyMatch(waiting -> waiting.ticket() == ticket);
        } finally {
            looking = false;
        }
    }

    boolean looking() {
        return looking;
    }

    void trace(Supplier<String> line) {
        trace.add(depth, line);
    }

    ScheduleViolation violation(String what) {
        failed = true;
        return new ScheduleViolation(what + " (at " + now + ")");
    }
}
