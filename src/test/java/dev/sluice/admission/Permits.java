package dev.sluice.admission;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/** Numbered permits, from 1. The permits up to the reserve are not for callers that have to leave the reserve alone. */
class Permits implements PermitSource<Integer> {

    /** Free permits, first in, first out. */
    final Queue<Integer> free = new ConcurrentLinkedQueue<>();

    /** Notes of the permits that are not free. */
    final Map<Integer, Object> taken = new ConcurrentHashMap<>();

    /** The duration of the last use of each permit, for the gate. */
    long lastHeldNanos;

    private final int capacity;

    Permits(int capacity) {
        this.capacity = capacity;
    }

    /** So many permits, all of them free. */
    static Permits allFree(int capacity) {
        Permits permits = new Permits(capacity);
        for (int permit = 1; permit <= capacity; permit++) {
            permits.free.add(permit);
        }
        return permits;
    }

    /** Makes a permit free; the gate is to be told. */
    void free(int permit) {
        taken.remove(permit);
        free.add(permit);
    }

    @Override
    public Integer poll(int reserved, Thread taker, Object note, long waitedNanos) {
        for (Integer permit : free) {
            if (permit > reserved && free.remove(permit)) {
                taken.put(permit, note);
                return permit;
            }
        }
        return null;
    }

    @Override
    public boolean take(Integer permit, Thread taker, Object note, long waitedNanos) {
        boolean took = free.remove(permit);
        if (took) {
            taken.put(permit, note);
        }
        return took;
    }

    @Override
    public long lastHeldNanos(Integer permit) {
        return lastHeldNanos;
    }

    @Override
    public boolean isAnyFree(int reserved) {
        return free.stream().anyMatch(permit -> permit > reserved);
    }

    @Override
    public int capacity() {
        return capacity;
    }

    /** The notes of these tests are tenants, if they are words. */
    @Override
    public Map<String, Integer> heldByTenant() {
        return taken.values().stream()
                .map(note -> note instanceof String tenant ? tenant : NO_TENANT)
                .collect(Collectors.toMap(tenant -> tenant, note -> 1, Integer::sum));
    }
}
