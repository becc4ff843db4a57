package dev.sluice.control.diagnosis;

import dev.sluice.control.diagnosis.Cause.Remedy;
import dev.sluice.pool.PoolQueue;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.Standing;
import dev.sluice.pool.WhatIfReport;
import dev.sluice.pool.store.FailureKind;
import dev.sluice.value.Plural;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the cause in the evidence. The first rule that holds decides. */
final class CauseRules {

    private static final String NO_TENANT = "";
    private static final double MOST = 0.6;
    private static final double SLOW_CREATION_SECONDS = 1;

    private final Evidence evidence;
    private final PoolStats stats;

    private CauseRules(Evidence evidence) {
        this.evidence = evidence;
        this.stats = evidence.stats();
    }

    static Cause of(Evidence evidence) {
        CauseRules causes = new CauseRules(evidence);
        Cause found = causes.stopped();
        if (found == null) {
            found = causes.failing();
        }
        if (found == null && !evidence.isAnyoneHindered()) {
            return causes.nothing();
        }
        if (found == null) {
            found = causes.held();
        }
        if (found == null) {
            found = causes.oneTenant();
        }
        if (found == null) {
            found = causes.slowCreation();
        }
        return found == null ? causes.size() : found;
    }

    private @Nullable Cause stopped() {
        return switch (Standing.of(stats)) {
            case PAUSED ->
                Cause.of(
                        Bottleneck.PAUSED,
                        "an operator has paused the pool; "
                                + Plural.of(stats.waiting(), "caller waits", "callers wait"),
                        Remedy.of("resume", "admits the waiting callers"));
            case DISABLED, DRAINING ->
                Cause.of(
                        Bottleneck.DISABLED,
                        "an operator has disabled the pool, which refuses callers; "
                                + Plural.of(stats.inUse(), "lease continues", "leases continue"),
                        Remedy.of("enable", "admits callers again"));
            case STOPPED -> Cause.of(Bottleneck.DISABLED, "the pool is closing or closed");
            default -> null;
        };
    }

    private @Nullable Cause failing() {
        FailureKind kind = stats.stateReason();
        if (kind == null) {
            return null;
        }
        String words = Objects.requireNonNullElse(stats.stateDetail(), "no connection can be created");
        long failed = evidence.recent().creationFailures();
        String summary = words + "; " + stats.total() + " of " + Plural.of(stats.maxConnections(), "connection")
                + " left, " + Plural.of(failed, "creation") + " failed in the last 30 s";
        if (kind == FailureKind.NO_ANSWER) {
            return Cause.of(
                    Bottleneck.DATABASE_SLOW,
                    summary,
                    Remedy.of(
                            "validate", "shows whether the idle connections still work, and closes those that do not"));
        }
        return new Cause(Bottleneck.CREATION_FAILING, summary, against(kind));
    }

    private List<Remedy> against(FailureKind kind) {
        return switch (kind) {
            case PASSWORD_REJECTED ->
                List.of(Remedy.of("rotate-credentials", "uses another password from now on", "password", "@FILE"));
            case SERVER_FULL ->
                stats.total() > 0 && stats.total() < stats.maxConnections()
                        ? List.of(Remedy.of(
                                "resize",
                                "asks the server for no more connections than it gives",
                                "max",
                                String.valueOf(Math.max(stats.minConnections(), stats.total()))))
                        : List.of();
            default ->
                List.of(Remedy.of(
                        "fill",
                        "tries to create connections at once, and reports the failure",
                        "target",
                        String.valueOf(Math.max(1, stats.minConnections()))));
        };
    }

    private Cause nothing() {
        String leaks = stats.leakSuspects() == 0
                ? ""
                : "; " + Plural.of(stats.leakSuspects(), "lease is", "leases are")
                        + " held longer than the leak threshold";
        return Cause.of(
                Bottleneck.NOTHING_WRONG,
                "no caller waits, and none was refused in the last seconds: " + stats.inUse() + " of "
                        + Plural.of(stats.maxConnections(), "connection is", "connections are") + " leased" + leaks);
    }

    private @Nullable Cause held() {
        if (!evidence.isMostlyLong()) {
            return null;
        }
        List<PoolQueue.Holder> held = evidence.longHolders();
        HolderGroup largest = evidence.groups().get(0);
        String numbers = held.size() + " of " + Plural.of(stats.inUse(), "lease is", "leases are") + " held for "
                + span(evidence.longSeconds()) + " or longer (usual: " + span(evidence.usualHoldSeconds()) + ")";
        long running = held.stream().filter(each -> each.statement() != null).count();
        boolean isOnePlace = largest.leases() >= MOST * held.size();
        if (!isOnePlace && running >= MOST * held.size()) {
            return new Cause(
                    Bottleneck.DATABASE_SLOW,
                    numbers + ", and " + running + " of them run statements of different places",
                    List.of(release(largest)));
        }
        String place = largest.leases() + " at " + largest.place()
                + (largest.statement() == null || largest.frame() == null
                        ? ""
                        : " in the statement '" + largest.statement() + "'");
        return new Cause(Bottleneck.HELD_TOO_LONG, numbers + ": " + place, List.of(release(largest)));
    }

    /** Returns the break of the group's leases, by the conditions that select the fewest other leases. */
    private Remedy release(HolderGroup group) {
        Map<String, String> conditions = new HashMap<>();
        if (group.tenant() != null) {
            conditions.put("tenant", group.tenant());
        }
        group.tags().entrySet().stream()
                .min((one, other) -> Long.compare(number(one), number(other)))
                .ifPresent(tag -> conditions.put("tag", tag.getKey() + ":" + tag.getValue()));
        List<String> given = new ArrayList<>();
        given.add("heldFor");
        double oldest = Math.max(1, Math.floor(Math.max(group.youngestSeconds(), evidence.longSeconds())));
        given.add((long) Math.min(oldest, Math.max(1, Math.floor(group.oldestSeconds()))) + "s");
        conditions.forEach((name, text) -> {
            given.add(name);
            given.add(text);
        });
        return Remedy.of(
                "release",
                "takes the connections from their holders and cancels their statements; the holders get an error",
                given.toArray(String[]::new));
    }

    private long number(Map.Entry<String, String> tag) {
        return evidence.queue().holders().stream()
                .filter(each -> each.tags().entrySet().contains(tag))
                .count();
    }

    private @Nullable Cause oneTenant() {
        Map<String, Integer> leases = new HashMap<>();
        evidence.queue().holders().forEach(each -> leases.merge(tenant(each.tenant()), 1, Integer::sum));
        Set<String> waiting = new HashSet<>();
        evidence.queue().waiters().forEach(each -> waiting.add(tenant(each.tenant())));
        for (Map.Entry<String, Integer> each : leases.entrySet()) {
            boolean othersWait = waiting.stream().anyMatch(other -> !other.equals(each.getKey()));
            int held = each.getValue();
            if (!each.getKey().equals(NO_TENANT) && othersWait && held > MOST * stats.inUse()) {
                int cap = Math.max(1, stats.maxConnections() / 2);
                return Cause.of(
                        Bottleneck.ONE_TENANT,
                        "tenant " + each.getKey() + " has " + held + " of " + Plural.of(stats.inUse(), "lease")
                                + " while callers of other tenants wait",
                        Remedy.of(
                                Remedy.POLICY,
                                "limits the tenant to half of the connections",
                                "tenants." + each.getKey() + ".cap",
                                String.valueOf(cap)));
            }
        }
        return null;
    }

    private static String tenant(@Nullable String tenant) {
        return tenant == null ? NO_TENANT : tenant;
    }

    private @Nullable Cause slowCreation() {
        boolean waitsForCreation = stats.creating() > 0 && stats.total() < stats.maxConnections();
        return waitsForCreation && evidence.usualCreationSeconds() >= SLOW_CREATION_SECONDS
                ? Cause.of(
                        Bottleneck.DATABASE_SLOW,
                        "callers wait for "
                                + Plural.of(stats.creating(), "connection that is", "connections that are")
                                + " being created; a creation takes "
                                + span(evidence.usualCreationSeconds()) + " on average",
                        Remedy.of(
                                "warm-up",
                                "creates connections ahead of the callers, a few at a time",
                                "target",
                                String.valueOf(stats.maxConnections())))
                : null;
    }

    private Cause size() {
        List<WhatIfReport> predictions = evidence.predictions().get();
        for (WhatIfReport each : predictions) {
            if (helps(each)) {
                return Cause.of(
                        Bottleneck.POOL_TOO_SMALL,
                        "leases are short (" + span(evidence.usualHoldSeconds()) + " on average), and "
                                + each.summary(),
                        Remedy.of(
                                "resize",
                                "shortens the waits, if the database can serve more connections",
                                "max",
                                String.valueOf(each.predicted().maxSize())));
            }
        }
        boolean isFull = stats.inUse() >= stats.maxConnections();
        return Cause.of(
                Bottleneck.UNKNOWN,
                Plural.of(stats.waiting(), "caller waits", "callers wait") + "; late: "
                        + evidence.recent().timeouts() + ", refused: "
                        + evidence.recent().refused() + " in the last 30 s; "
                        + (isFull ? "all " : "") + stats.inUse() + " of "
                        + Plural.of(stats.maxConnections(), "connection is", "connections are") + " leased, for "
                        + span(evidence.usualHoldSeconds()) + " on average"
                        + (predictions.isEmpty() ? "" : "; more connections would not shorten the waits"));
    }

    /** Returns whether a larger pool halves the waits of the slowest callers, or the late callers. */
    static boolean helps(WhatIfReport report) {
        WhatIfReport.ServedCallers present = report.present();
        WhatIfReport.ServedCallers predicted = report.predicted();
        boolean isShorter = present.p99WaitSeconds() > 0 && 2 * predicted.p99WaitSeconds() <= present.p99WaitSeconds();
        boolean isSafer = present.timeouts() + present.otherRefusals() > 0
                && 2 * (predicted.timeouts() + predicted.otherRefusals())
                        <= present.timeouts() + present.otherRefusals();
        return isShorter || isSafer;
    }

    static String span(double seconds) {
        if (seconds < 1) {
            return Math.round(seconds * 1000) + " ms";
        }
        return seconds < 100
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : Duration.ofSeconds((long) seconds).toSeconds() + " s";
    }
}
