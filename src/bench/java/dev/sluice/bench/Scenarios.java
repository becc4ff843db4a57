package dev.sluice.bench;

import java.util.List;

/** All that is measured, in the order of the table. */
final class Scenarios {

    /** The rows in which Sluice was behind a peer, or is near the best of them. */
    static final List<String> YARDSTICK = List.of(
            "used-1",
            "used-2",
            "contended",
            "large",
            "saturated",
            "spike",
            "fairness",
            "waiters",
            "metrics",
            "postgres",
            "postgres-virtual",
            "generic-1",
            "generic-2",
            "generic-crowd",
            "start");

    private Scenarios() {}

    static List<Scenario> all() {
        return List.of(
                Cycles.free(1),
                Cycles.free(2),
                Cycles.free(50),
                Cycles.ruled(1),
                Cycles.ruled(2),
                Cycles.used(1),
                Cycles.used(2),
                new CountingCost(),
                Contended.busy(Threads.PLATFORM),
                Contended.busy(Threads.VIRTUAL),
                Contended.thinking(Threads.PLATFORM),
                Contended.large(),
                new Saturated(false),
                new Saturated(true),
                new Spike(),
                new StallsUnderLoad(),
                new StallsAtStart(),
                new Fairness(),
                new Waiting(),
                new WaiterPage(),
                new MetricsScrape(),
                new Requests(Threads.PLATFORM),
                new Requests(Threads.VIRTUAL),
                new Recovery(),
                new BatchRows(false),
                new BatchRows(true),
                new Polite(Server.POSTGRES, Way.USUAL),
                new Polite(Server.POSTGRES, Way.USUAL.smallChunks()),
                new Polite(Server.POSTGRES, Way.USUAL.withWorkers(4)),
                new Polite(Server.POSTGRES, Way.USUAL.reserving(4)),
                new Polite(Server.POSTGRES, Way.USUAL.reserving(8)),
                new Polite(Server.POSTGRES, Way.USUAL.onItsOwn()),
                new Polite(Server.STAND_IN, Way.USUAL),
                new Polite(Server.STAND_IN, Way.USUAL.smallChunks()),
                new Polite(Server.STAND_IN, Way.USUAL.withWorkers(4)),
                new Polite(Server.STAND_IN, Way.USUAL.reserving(4)),
                new Polite(Server.STAND_IN, Way.USUAL.reserving(8)),
                new Polite(Server.STAND_IN, Way.USUAL.onItsOwn()),
                Cycles.generic(1),
                Cycles.generic(2),
                Contended.generic(),
                new Idle(),
                Cycles.keyed(1),
                Cycles.keyed(2),
                Cycles.shared(1),
                Cycles.shared(2),
                new StartAndSize());
    }

    static Scenario of(String name) {
        return all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown scenario: " + name));
    }
}
