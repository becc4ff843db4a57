package dev.sluice.admission;

import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeTime;
import dev.sluice.time.Deadline;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;

/** A gate of numbered permits on fake time, and named callers who queue at it one after the other. */
final class GateFixture {

    /** The note of a test that does not need one. */
    static final Object NOTHING = new Object();

    final FakeTime time = new FakeTime();
    final Permits permits;
    final Queue<Integer> free;
    final Gate<Integer> gate;
    final Map<String, Caller<Admission<Integer>>> callers = new LinkedHashMap<>();

    GateFixture() {
        this(AdmissionPolicy.DEFAULT);
    }

    GateFixture(AdmissionPolicy policy) {
        this(policy, new Permits(100));
    }

    GateFixture(AdmissionPolicy policy, Permits permits) {
        this.permits = permits;
        this.free = permits.free;
        this.gate = new Gate<>(permits, policy, time);
    }

    /** Returns a ticket of the current thread. */
    static Ticket ticket(Priority lane, Deadline deadline) {
        return new Ticket(lane, deadline, null, Thread.currentThread(), false, NOTHING);
    }

    /** Returns a ticket of the current thread for a tenant. */
    static Ticket ticket(Priority lane, Deadline deadline, String tenant) {
        return new Ticket(lane, deadline, tenant, Thread.currentThread(), false, tenant);
    }

    /** Makes a permit free, as something does that is no caller: a creation, a validation. */
    void give(int permit) {
        permits.free(permit);
        gate.supplied();
    }

    /** Makes a permit free, as a caller of that lane does. */
    void giveBack(int permit, Priority by) {
        permits.free(permit);
        gate.supplied(by, permit);
    }

    /** Returns the permit that the current thread acquires without a queue, or null. */
    Integer tryEnter(Priority lane) {
        return gate.tryEnter(lane, Thread.currentThread(), NOTHING);
    }

    /** Returns the outcome for the current thread if it has no time to wait. */
    Admission<Integer> enterNow(Priority lane) throws InterruptedException {
        return gate.enter(ticket(lane, Deadline.in(Duration.ZERO, time)), ticket -> {});
    }

    /** The same on behalf of a tenant. */
    Admission<Integer> enterNow(Priority lane, String tenant) throws InterruptedException {
        return gate.enter(ticket(lane, Deadline.in(Duration.ZERO, time), tenant), ticket -> {});
    }

    /** A running caller takes a permit that is free, and makes it free again without a word to the gate. */
    boolean overtakes(Priority lane) throws InterruptedException {
        Admission<Integer> admission = enterNow(lane);
        if (admission.permit() == null) {
            return false;
        }
        permits.free(admission.permit());
        return true;
    }

    Caller<Admission<Integer>> queue(String name, Priority lane) {
        return queue(name, lane, Deadline.never(time));
    }

    /** Returns once the caller is queued. */
    Caller<Admission<Integer>> queue(String name, Priority lane, Deadline deadline) {
        return queued(name, Caller.start(name, () -> gate.enter(ticket(lane, deadline), ticket -> {})));
    }

    /** Returns once the caller is queued on behalf of the tenant. */
    Caller<Admission<Integer>> queue(String name, Priority lane, String tenant) {
        Deadline never = Deadline.never(time);
        return queued(name, Caller.start(name, () -> gate.enter(ticket(lane, never, tenant), ticket -> {})));
    }

    private Caller<Admission<Integer>> queued(String name, Caller<Admission<Integer>> caller) {
        callers.put(name, caller);
        Await.until(
                name + " is queued",
                () -> caller.isDone()
                        || gate.waiters().stream()
                                .anyMatch(waiting ->
                                        waiting.ticket().thread().getName().equals(name)));
        return caller;
    }

    /** Makes a permit free and returns the name of who got it. */
    String serveOne() {
        return serveOne(1);
    }

    /** Makes this permit free and returns the name of who got it. */
    String serveOne(int permit) {
        give(permit);
        Await.until("somebody is served", () -> callers.values().stream().anyMatch(Caller::isDone));
        String name = callers.entrySet().stream()
                .filter(caller -> caller.getValue().isDone())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        callers.remove(name);
        return name;
    }
}
