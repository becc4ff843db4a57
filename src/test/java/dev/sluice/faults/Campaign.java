package dev.sluice.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Fault after fault on one pool that never rests longer than it takes to look at it. */
final class Campaign implements AutoCloseable {

    private static final Duration FIRST_ANSWER = Duration.ofSeconds(1);
    private static final Duration ALL_SERVED = Duration.ofSeconds(10);
    private static final Duration REST_LIMIT = Duration.ofSeconds(15);
    private static final Duration TURN_LIMIT = Duration.ofSeconds(20);

    private final Random random;
    private final Lag lag = new Lag();
    private final Waits waits = new Waits();
    private final Findings findings;
    private final Ledger ledger = new Ledger();
    private final Site site;
    private final Traffic traffic;
    private final Scene scene;
    private final Rest rest;

    Campaign(String lane, long seed) {
        findings = new Findings(lane, lag);
        traffic = new Traffic(findings);
        random = new Random(seed);
        site = new Site(random, findings);
        Owners owners = new Owners(findings);
        scene = new Scene(site, traffic, findings, owners, random);
        rest = new Rest(site, findings, REST_LIMIT);
        for (int i = 0; i < Traffic.CLIENTS; i++) {
            String name = "client-" + i;
            traffic.add(name, new Client(name, scene, ledger, waits, new Random(seed + i)));
        }
        traffic.awaitServed(Traffic.CLIENTS, TURN_LIMIT);
    }

    /** Strikes so many times. */
    void run(int faults, List<Kind> kinds) throws Exception {
        for (int number = 1; number <= faults; number++) {
            strike(number, Kind.any(kinds, random));
        }
        if (traffic.rest(TURN_LIMIT)) {
            ledger.audit(site, findings);
            traffic.goOn();
        }
    }

    private void strike(int number, Kind kind) throws Exception {
        long begin = System.nanoTime();
        Instant beginAt = Instant.now();
        long handshakes = Handshakes.repeated();
        findings.begin(number, kind);
        try {
            kind.strike(scene);
        } finally {
            site.heal();
        }
        long healed = System.nanoTime();
        if (!traffic.awaitServed(1, ALL_SERVED)) {
            findings.violation("nobody is served any more");
        }
        findings.recovered(
                healed,
                System.nanoTime(),
                FIRST_ANSWER,
                () -> "      handshakes repeated: " + (Handshakes.repeated() - handshakes) + "\n"
                        + site.chronicle(beginAt));
        if (traffic.rest(TURN_LIMIT)) {
            rest.check();
            traffic.goOn();
        } else {
            findings.violation("a client does not come back:\n" + traffic.whereabouts());
        }
        findings.end(System.nanoTime() - begin);
    }

    Findings findings() {
        return findings;
    }

    String postgresVersion() {
        return site.server().ask("show server_version");
    }

    Ledger ledger() {
        return ledger;
    }

    @Override
    public void close() {
        traffic.close();
        site.close();
        waits.close();
        lag.close();
    }
}
