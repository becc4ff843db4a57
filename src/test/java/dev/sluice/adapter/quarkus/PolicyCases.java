package dev.sluice.adapter.quarkus;

import static dev.sluice.adapter.quarkus.PolicyProbes.PATIENT;
import static dev.sluice.adapter.quarkus.PolicyProbes.ask;
import static dev.sluice.adapter.quarkus.PolicyProbes.works;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.adapter.rest.NamedTestChecks;
import dev.sluice.admission.Priority;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.PoolStats.Counters;
import dev.sluice.pool.TagUse;
import dev.sluice.pool.failure.CircuitOpen;
import dev.sluice.pool.failure.CreationFailed;
import dev.sluice.pool.failure.PoolSaturated;
import dev.sluice.pool.failure.RateLimited;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.groups.Tuple;

/**
 * The rules and the effects of each policy, while clients work. The rules concern the probes of the test, and no client,
 * where the policy can tell them apart.
 */
final class PolicyCases {

    private static final AcquireRequest TAGGED = PATIENT.withTag("probe", "limited");
    private static final AcquireRequest BACKGROUND = PATIENT.withPriority(Priority.BACKGROUND);
    private static final AcquireRequest LOW = PATIENT.withPriority(Priority.LOW);
    private static final AcquireRequest TENANT = PATIENT.withTenant("probe");

    private final PolicyProbes probes;
    private final PolicyLoad load;
    private long before;
    private Instant warmedUp = Instant.MIN;
    private Caller<Boolean> waiter;

    PolicyCases(PolicyProbes probes, PolicyLoad load) {
        this.probes = probes;
        this.load = load;
    }

    /** An effect of a policy that a test checks. */
    interface Effect {
        void check() throws Exception;
    }

    /** Rules that switch a policy on, and other rules, each with its effect; and the effect of a policy that is off. */
    record Case(String on, Effect whenOn, String changed, Effect whenChanged, Effect whenOff) {}

    /** Returns the cases by the names of the policies. */
    Map<String, Case> all() {
        return Map.ofEntries(
                Map.entry("rateLimit", rateLimit()),
                Map.entry("tagging", tagging()),
                Map.entry("breaker", breaker()),
                Map.entry("holdLimit", holdLimit()),
                Map.entry("warmUp", warmUp()),
                Map.entry("outage", outage()),
                Map.entry("creationPace", creationPace()),
                Map.entry("checks", checks()),
                Map.entry("tenantAffinity", tenantAffinity()),
                Map.entry("adaptiveSize", adaptiveSize()),
                Map.entry("degradation", degradation()));
    }

    private Case rateLimit() {
        return new Case(
                "rate-limit.by-tag=probe:limited:1/h+1",
                () -> {
                    probes.lease(TAGGED);
                    assertThat(probes.failureOf(TAGGED)).isInstanceOf(RateLimited.class);
                },
                "rate-limit.mode=OBSERVE",
                () -> {
                    before = probes.count(Counters::overRates);
                    probes.lease(TAGGED);
                    probes.lease(TAGGED);
                    assertThat(probes.count(Counters::overRates)).isGreaterThan(before);
                },
                () -> {
                    before = probes.count(Counters::overRates);
                    probes.lease(TAGGED);
                    probes.lease(TAGGED);
                    assertThat(probes.count(Counters::overRates)).isEqualTo(before);
                });
    }

    private Case tagging() {
        return new Case(
                "tagging.count=probe",
                () -> {
                    assertThat(nameOfTagged()).startsWith("conn_");
                    assertThat(tags()).extracting(TagUse::key, TagUse::leases).containsExactly(tupleOfProbe());
                },
                "tagging.database=APPLICATION_NAME",
                () -> assertThat(nameOfTagged()).isEqualTo("probe=limited"),
                () -> {
                    assertThat(nameOfTagged()).startsWith("conn_");
                    assertThat(tags()).isEmpty();
                });
    }

    private static Tuple tupleOfProbe() {
        return Tuple.tuple("probe", 1L);
    }

    private List<TagUse> tags() {
        return probes.dataSource().pool().tags();
    }

    private String nameOfTagged() throws SQLException {
        try (Connection connection = probes.dataSource().acquire(TAGGED)) {
            return ask(connection, "show application_name");
        }
    }

    private Case breaker() {
        return new Case(
                "breaker.failures=1,breaker.open=1h",
                () -> {
                    load.tolerate(CircuitOpen.class);
                    probes.accept(false);
                    probes.resize(PolicyProbes.MAX - 1, PolicyProbes.MAX);
                    Await.until("the circuit is open", () -> state("breaker").contains("OPEN"));
                    assertThat(probes.isRefusedByCircuit(() -> false)).isTrue();
                },
                "breaker.mode=OBSERVE",
                () -> {
                    before = probes.count(Counters::circuitObserved);
                    assertThat(probes.isRefusedByCircuit(() -> probes.count(Counters::circuitObserved) > before))
                            .isFalse();
                },
                () -> {
                    probes.accept(true);
                    probes.resize(PolicyProbes.MIN, PolicyProbes.MAX);
                    before = probes.count(Counters::circuitObserved) + probes.count(Counters::circuitRefused);
                    assertThat(probes.isRefusedByCircuit(() -> probes.stats().total() == PolicyProbes.MAX))
                            .isFalse();
                    assertThat(probes.count(Counters::circuitObserved) + probes.count(Counters::circuitRefused))
                            .isEqualTo(before);
                });
    }

    private Case holdLimit() {
        return new Case(
                "hold-limit.by-lane=low:100ms,hold-limit.mode=END",
                () -> {
                    try (Connection held = probes.dataSource().acquire(LOW)) {
                        Await.until("the lease is ended", () -> !works(held));
                    }
                },
                "hold-limit.mode=OBSERVE",
                () -> {
                    before = probes.count(Counters::overHoldLimit);
                    try (Connection held = probes.dataSource().acquire(LOW)) {
                        Await.until("it is counted", () -> probes.count(Counters::overHoldLimit) > before);
                        assertThat(works(held)).isTrue();
                    }
                },
                () -> {
                    try (Connection held = probes.dataSource().acquire(LOW)) {
                        load.isQuiet("no lease is counted", () -> probes.count(Counters::overHoldLimit));
                        assertThat(works(held)).isTrue();
                    }
                });
    }

    private Case warmUp() {
        return new Case(
                "warm-up.size=32",
                () -> {
                    probes.operate("reset");
                    Await.until("it is warm", () -> probes.stats().total() >= 32);
                },
                "warm-up.size=36,warm-up.after-reset=false",
                () -> {
                    warmedUp = probes.lastEvent("warming up to");
                    probes.operate("reset");
                    load.allAreServed();
                    assertThat(probes.lastEvent("warming up to")).isBeforeOrEqualTo(warmedUp);
                    probes.operate("warm-up");
                    assertThat(probes.stats().total()).isGreaterThanOrEqualTo(36);
                },
                () -> {
                    warmedUp = probes.lastEvent("warming up to");
                    probes.operate("reset");
                    load.allAreServed();
                    assertThat(probes.lastEvent("warming up to")).isBeforeOrEqualTo(warmedUp);
                });
    }

    private Case outage() {
        return new Case(
                "outage.max-wait=0s",
                () -> {
                    load.tolerate(SQLException.class);
                    before = probes.count(Counters::outageRefused);
                    probes.accept(false);
                    probes.server().terminateAll();
                    Await.until("callers are refused", () -> probes.count(Counters::outageRefused) > before);
                    assertThat(probes.failureOf(PATIENT)).isInstanceOf(CreationFailed.class);
                },
                "outage.max-wait=1h",
                () -> {
                    waiter = Caller.start(() -> {
                        try (Connection connection = probes.dataSource().acquire(PATIENT)) {
                            return works(connection);
                        }
                    });
                    Await.until("all wait", () -> probes.stats().waiting() == PolicyLoad.CLIENTS + 1);
                    before = probes.count(Counters::outageRefused);
                },
                () -> {
                    probes.accept(true);
                    assertThat(waiter.result()).isTrue();
                    load.tolerateNone();
                    assertThat(probes.count(Counters::outageRefused)).isEqualTo(before);
                });
    }

    private Case creationPace() {
        return new Case(
                "creation-pace.per-pool=20/s+1,creation-pace.ramp=0s",
                () -> {
                    before = probes.count(Counters::pacedCreations);
                    probes.operate("reset");
                    assertThat(probes.count(Counters::pacedCreations)).isGreaterThan(before);
                },
                "creation-pace.per-pool=1000/s+1000",
                this::isNotPaced,
                this::isNotPaced);
    }

    private void isNotPaced() {
        load.isQuiet("no earlier creation waits", () -> probes.count(Counters::pacedCreations));
        before = probes.count(Counters::pacedCreations);
        probes.operate("reset");
        assertThat(probes.count(Counters::pacedCreations)).isEqualTo(before);
    }

    private Case checks() {
        return new Case(
                "checks.names=schema-version,checks.when=return",
                () -> {
                    before = NamedTestChecks.CALLS.get();
                    load.allAreServed();
                    assertThat(NamedTestChecks.CALLS.get() - before).isGreaterThanOrEqualTo(PolicyLoad.CLIENTS);
                },
                "checks.when=background",
                () -> {
                    load.isQuiet("no lease is checked", NamedTestChecks.CALLS::get);
                    before = NamedTestChecks.CALLS.get();
                    Await.until("an idle connection is found, and checked", () -> {
                        probes.operate("validate");
                        return NamedTestChecks.CALLS.get() > before;
                    });
                },
                () -> {
                    before = NamedTestChecks.CALLS.get();
                    probes.operate("validate");
                    assertThat(NamedTestChecks.CALLS.get()).isEqualTo((int) before);
                });
    }

    private Case tenantAffinity() {
        return new Case(
                "tenant-affinity.keep=1m,tenant-affinity.most-kept=100",
                () -> {
                    before = probes.count(Counters::savedResets);
                    Await.until("the tenant receives its session again, without a reset", this::isMarked);
                    Await.until("clients do, too", () -> probes.count(Counters::savedResets) > before + 1);
                },
                "tenant-affinity.most-kept=1",
                () -> Await.until("one session is kept at most", () -> kept() <= 1),
                () -> {
                    Await.until("no session is kept", () -> kept() == 0);
                    load.isQuiet("each session is reset", () -> probes.count(Counters::savedResets));
                    assertThat(isMarked()).isFalse();
                });
    }

    private long kept() {
        return probes.stats().connections().stream()
                .filter(each -> each.keptFor() != null)
                .count();
    }

    /** Marks the session of the tenant; returns whether it has the mark of the lease before. */
    private boolean isMarked() {
        try (Connection connection = probes.dataSource().acquire(TENANT)) {
            String mark = ask(connection, "select current_setting('probe.mark', true)");
            ask(connection, "select set_config('probe.mark', 'left', false)");
            return Objects.equals(mark, "left");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Case adaptiveSize() {
        return new Case(
                "adaptive-size.least=2,adaptive-size.most=16,adaptive-size.interval=100ms",
                () -> Await.until("the maximum is within its bounds", () -> max() <= 16),
                "adaptive-size.most=12",
                () -> Await.until("the maximum is within the new bounds", () -> max() <= 12),
                () -> {
                    probes.resize(PolicyProbes.MIN, PolicyProbes.MAX);
                    load.isQuiet("no step follows", () -> probes.count(Counters::sizeSteps));
                    assertThat(max()).isEqualTo(PolicyProbes.MAX);
                });
    }

    private int max() {
        return probes.stats().maxConnections();
    }

    private Case degradation() {
        return new Case(
                "degradation.lowest-lane=LOW,degradation.enter-at=0.01,degradation.leave-at=0.005,"
                        + "degradation.checks=1,degradation.interval=100ms",
                () -> Await.until(
                        "background work is refused", () -> probes.failureOf(BACKGROUND) instanceof PoolSaturated),
                "degradation.mode=OBSERVE",
                () -> {
                    before = probes.count(Counters::degradedObserved);
                    Await.until("it is only counted", () -> {
                        assertThat(probes.failureOf(BACKGROUND)).isNull();
                        return probes.count(Counters::degradedObserved) > before;
                    });
                },
                () -> {
                    before = probes.count(Counters::degradedObserved);
                    assertThat(probes.failureOf(BACKGROUND)).isNull();
                    assertThat(probes.stats().degraded()).isFalse();
                    assertThat(probes.count(Counters::degradedObserved)).isEqualTo(before);
                });
    }

    private String state(String policy) {
        return probes.stats().policies().getOrDefault(policy, "");
    }
}
