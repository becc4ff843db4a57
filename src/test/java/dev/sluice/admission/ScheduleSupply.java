package dev.sluice.admission;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The permits of a schedule. They stand in a row, and the first of them are the reserved ones, as the slots of a
 * pool do. Every look at them is a place where others may come.
 */
final class ScheduleSupply implements PermitSource<ScheduleSupply.Permit> {

    /** A permit; it knows who has it. */
    static final class Permit {

        final int number;
        ScheduleActor owner;
        long freeSince;

        Permit(int number) {
            this.number = number;
        }

        @Override
        public String toString() {
            return "p" + number;
        }
    }

    private static final long LONG_NANOS = 1_000_000_000;

    private final Schedule schedule;
    private final List<Permit> permits = new ArrayList<>();
    private int capacity;
    private int lastNumber;
    private long changedAt;

    ScheduleSupply(Schedule schedule, int capacity) {
        this.schedule = schedule;
        this.capacity = capacity;
        while (permits.size() < capacity) {
            add();
        }
    }

    private void add() {
        Permit permit = new Permit(++lastNumber);
        permit.freeSince = schedule.tick();
        permits.add(permit);
    }

    @Override
    public Permit poll(int reserved, Thread taker, Object note, long waitedNanos) {
        schedule.othersMayCome();
        ScheduleActor actor = (ScheduleActor) note;
        Permit permit = firstFree(reserved);
        schedule.rules().polled(actor, permit, reserved);
        if (permit != null) {
            permit.owner = actor;
            changedAt = schedule.holdsLock() ? changedAt : schedule.tick();
        }
        schedule.othersMayCome();
        return permit;
    }

    @Override
    public boolean take(Permit permit, Thread taker, Object note, long waitedNanos) {
        schedule.othersMayCome();
        boolean free = permit.owner == null && permits.contains(permit);
        if (free) {
            ScheduleActor actor = (ScheduleActor) note;
            schedule.rules().polled(actor, permit, 0);
            permit.owner = actor;
        }
        schedule.othersMayCome();
        return free;
    }

    @Override
    public long lastHeldNanos(Permit permit) {
        return permit.freeSince % 4 == 0 ? LONG_NANOS : 0;
    }

    @Override
    public boolean isAnyFree(int reserved) {
        boolean any = firstFree(reserved) != null;
        schedule.othersMayCome();
        return any;
    }

    /** The one that a caller could take who has to leave the first ones alone, or null. */
    Permit firstFree(int reserved) {
        for (int i = reserved; i < permits.size(); i++) {
            if (permits.get(i).owner == null) {
                return permits.get(i);
            }
        }
        return null;
    }

    /** Makes a permit free, or takes it out where there are too many. */
    void free(Permit permit, ScheduleActor owner) {
        if (permit.owner != owner) {
            throw schedule.violation(owner + " gives back " + permit + ", which belongs to " + permit.owner);
        }
        permit.owner = null;
        permit.freeSince = schedule.tick();
        changedAt = permit.freeSince;
        if (permits.size() > capacity) {
            permits.remove(permit);
        }
    }

    /** Adds or removes one permit; a removal takes effect at once if a permit is free. */
    void resize(int by) {
        capacity += by;
        changedAt = schedule.tick();
        if (permits.size() < capacity) {
            add();
        } else if (permits.size() > capacity) {
            Permit free = firstFree(0);
            if (free != null) {
                permits.remove(free);
            }
        }
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public Map<String, Integer> heldByTenant() {
        Map<String, Integer> held = new HashMap<>();
        for (Permit permit : permits) {
            if (permit.owner != null) {
                held.merge(Objects.requireNonNullElse(permit.owner.tenant(), NO_TENANT), 1, Integer::sum);
            }
        }
        return held;
    }

    /** Returns the number of permits that this tenant holds, or callers without a tenant. */
    int heldBy(String tenant) {
        int held = 0;
        for (Permit permit : permits) {
            if (permit.owner != null && Objects.equals(permit.owner.tenant(), tenant)) {
                held++;
            }
        }
        return held;
    }

    int held() {
        int held = 0;
        for (Permit permit : permits) {
            held += permit.owner == null ? 0 : 1;
        }
        return held;
    }

    /** When it was last changed by somebody who did not have the gate's lock. */
    long changedAt() {
        return changedAt;
    }

    int indexOf(Permit permit) {
        return permits.indexOf(permit);
    }

    List<Permit> permits() {
        return permits;
    }
}
