package dev.sluice.admission;

import java.lang.reflect.Field;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The gate's lock as a schedule plays it: before it is taken and after it is given back others may come, and a step
 * that finds it taken by somebody else is undone and tried again later, as a thread that blocks has done nothing.
 */
final class ScheduleLock extends ReentrantLock {

    /** Thrown out of a step that would block here; it has changed nothing yet. */
    static final class Blocked extends RuntimeException {

        private static final long serialVersionUID = 1L;
        static final Blocked INSTANCE = new Blocked();

        private Blocked() {
            super(null, null, false, false);
        }
    }

    private static final long serialVersionUID = 1L;
    private static final Field GATE_LOCK = field(Gate.class, "lock");

    private final transient Schedule schedule;
    private int holds;
    private int holder;

    private ScheduleLock(Schedule schedule) {
        this.schedule = schedule;
    }

    /** Gives the gate a lock that the schedule plays. */
    static ScheduleLock into(Gate<?> gate, Schedule schedule) {
        ScheduleLock lock = new ScheduleLock(schedule);
        try {
            GATE_LOCK.set(gate, lock);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
        return lock;
    }

    /** A field that no test but this kind has to know of. */
    static Field field(Class<?> type, String name) {
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Returns whether the step at this depth holds the lock. */
    boolean isHeldAt(int depth) {
        return holds > 0 && holder == depth;
    }

    boolean isTaken() {
        return holds > 0;
    }

    @Override
    public void lock() {
        if (holds > 0 && holder != schedule.depth()) {
            throw Blocked.INSTANCE;
        }
        if (holds == 0) {
            schedule.othersMayCome();
            holder = schedule.depth();
            schedule.locked();
        }
        holds++;
    }

    @Override
    public void unlock() {
        holds--;
        if (holds == 0) {
            schedule.othersMayCome();
        }
    }
}
