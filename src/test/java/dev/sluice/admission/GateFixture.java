package dev.sluice.admission;

import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeTime;
import dev.sluice.time.Deadline;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A gate of numbered permits on fake time, and named callers who queue at it one after the other. */
final class GateFixture {

    final FakeTime time = new FakeTime();
    final Queue<Integer> free = new ConcurrentLinkedQueue<>();
    final Gate<Integer> gate;
    final Map<String, Caller<Admission<Integer>>> callers = new LinkedHashMap<>();

    GateFixture() {
        this(AdmissionPolicy.DEFAULT);
    }

    GateFixture(AdmissionPolicy policy) {
        gate = new Gate<>(free::poll, policy, time);
    }

    /** Makes a permit free. */
    void give(int permit) {
        free.add(permit);
        gate.supplied();
    }

    Caller<Admission<Integer>> queue(String name, Priority lane) {
        return queue(name, lane, Deadline.never(time));
    }

    /** Returns once the caller is queued. */
    Caller<Admission<Integer>> queue(String name, Priority lane, Deadline deadline) {
        int before = gate.waiting();
        Caller<Admission<Integer>> caller = Caller.start(name, () -> gate.enter(lane, deadline, () -> {}));
        callers.put(name, caller);
        Await.until(name + " is queued", () -> gate.waiting() > before);
        return caller;
    }

    /** Makes a permit free and returns the name of who got it. */
    String serveOne() {
        give(1);
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
