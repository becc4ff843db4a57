package dev.sluice.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

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
    private final PolicyMix mix;

    Campaign(long seed) {
        findings = new Findings("seed " + seed + ", ", lag);
        traffic = new Traffic(findings);
        random = new Random(seed);
        mix = new PolicyMix(seed);
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

    /**
     * Strikes this number of times, or until there are too many violations: with each kind once, in any order, and then
     * with kinds by their weight.
     */
    void run(int faults, List<Kind> kinds) throws InterruptedException {
        List<Kind> once = new ArrayList<>(kinds);
        Collections.shuffle(once, random);
        for (int number = 1; number <= faults && !findings.isFull(); number++) {
            if (number % PolicyMix.PART == 1) {
                site.begin(mix.next());
            }
            Kind kind = number <= once.size() ? once.get(number - 1) : Kind.any(kinds, random);
            strike(number, kind, kind::strike);
        }
        if (traffic.rest(TURN_LIMIT)) {
            findings.guard("the audit", () -> ledger.audit(site, findings), () -> "");
            traffic.goOn();
        }
    }

    /** Strikes once, and looks whether anything was lost. */
    void strike(int number, Kind kind, Kind.Strike strike) throws InterruptedException {
        long begin = System.nanoTime();
        Instant beginAt = Instant.now();
        long handshakes = Handshakes.repeated();
        Supplier<String> story = () -> "      handshakes repeated: " + (Handshakes.repeated() - handshakes) + "\n      "
                + site.part() + "; " + site.pool().policies() + "\n" + site.chronicle(beginAt);
        findings.begin(number, kind);
        findings.guard("the strike", () -> strike.on(scene), story);
        findings.guard("the end of the fault", site::heal, story);
        long healed = System.nanoTime();
        if (!isAnybodyServed(healed)) {
            findings.violation("nobody is served any more");
        }
        findings.recovered(healed, System.nanoTime(), FIRST_ANSWER, story);
        if (traffic.rest(TURN_LIMIT)) {
            findings.guard("the look at the pool", rest::check, story);
            traffic.goOn();
        } else {
            findings.violation("a client does not come back:\n" + traffic.whereabouts());
        }
        findings.end(System.nanoTime() - begin);
    }

    private boolean isAnybodyServed(long since) {
        boolean served = traffic.awaitServed(1, ALL_SERVED);
        while (!served && !findings.hasPassed(since, ALL_SERVED)) {
            served = traffic.awaitServed(1, FIRST_ANSWER);
        }
        return served;
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
