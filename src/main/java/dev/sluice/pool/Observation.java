package dev.sluice.pool;

import dev.sluice.admission.PermitSource;
import dev.sluice.admission.QueuedCaller;
import dev.sluice.admission.Ticket;
import dev.sluice.admission.WaitCounters;
import dev.sluice.pool.store.Activity;
import dev.sluice.pool.store.Holding;
import dev.sluice.pool.store.LeaseTotals;
import dev.sluice.pool.store.RetirementReason;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.SlotState;
import dev.sluice.time.Threads;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the state of a pool, as statistics and texts, without stopping the pool. Thread-safe. */
final class Observation<R> {

    private final PoolCore<R> core;
    private final PoolCondition<R> condition;
    private final Proof<R> proof;
    private final Leaks<R> leaks;
    private final DegradationPart<R> degradation;
    private final ActivePolicies<R> policies;
    private final WarmUpPart<R> warmUp;
    private final HistoryPart<R> history;
    private final Statements<R> statements;
    private final long bornNanos;
    private volatile PoolStats.@Nullable Counters baseline;

    Observation(PoolParts<R> parts) {
        this.core = parts.core;
        this.condition = parts.condition;
        this.proof = parts.proof;
        this.leaks = parts.leaks;
        this.degradation = parts.degradation;
        this.policies = parts.policies;
        this.warmUp = parts.warmUp;
        this.history = parts.history;
        this.statements = new Statements<>(core);
        this.bornNanos = core.ticker.nanos();
    }

    PoolStats stats() {
        long now = core.ticker.nanos();
        List<ConnectionInfo> connections = new ArrayList<>();
        return stats(now, (slot, leased) -> connections.add(describe(slot, leased, now)), connections);
    }

    /** Returns the statistics without the list of connections, whose texts cost most of a reading. */
    PoolStats figures() {
        return stats(core.ticker.nanos(), (slot, leased) -> {}, List.of());
    }

    /** Returns the number of leases of each tenant that has one. */
    Map<String, Integer> heldByTenant() {
        Map<String, Integer> held = new HashMap<>(core.slots.heldByTenant());
        held.remove(PermitSource.NO_TENANT);
        return held;
    }

    private PoolStats stats(long now, BiConsumer<Slot<R>, Boolean> each, List<ConnectionInfo> connections) {
        int total = 0;
        int inUse = 0;
        for (Slot<R> slot : core.slots.snapshot()) {
            SlotState state = slot.state();
            if (state == SlotState.CLOSING || state == SlotState.CLOSED) {
                continue;
            }
            boolean leased = state == SlotState.LEASED;
            each.accept(slot, leased);
            total++;
            inUse += leased ? 1 : 0;
        }
        PoolConfig config = core.config;
        PoolStats.Draft stats = new PoolStats.Draft();
        addCondition(stats, now);
        stats.total = total;
        stats.available = total - inUse;
        stats.inUse = inUse;
        stats.creating = core.counters.creating.get();
        stats.closing = core.counters.closing.get();
        stats.minConnections = config.minSize();
        stats.maxConnections = config.maxSize();
        stats.utilization = (double) inUse / config.maxSize();
        stats.warmingTo = warmUp.target();
        stats.waiting = core.gate.waiting();
        stats.waitingByLane = core.gate.waitingByLane();
        stats.degraded = degradation.isDegraded();
        stats.policies = policies.states();
        stats.faultRules = core.faults.rules();
        stats.faultInjection = !stats.faultRules.isEmpty();
        stats.counters = counters();
        stats.connections = connections;
        return stats.stats();
    }

    private void addCondition(PoolStats.Draft stats, long now) {
        Long proven = proof.lastNanos();
        ServingFailure failure = condition.servingFailure();
        stats.name = core.name;
        stats.verdict = history.verdict();
        stats.state = condition.state();
        stats.stateReason = failure == null ? null : failure.kind();
        stats.stateDetail = failure == null ? null : failure.detail();
        stats.provenSecondsAgo = proven == null ? null : Seconds.of(now - proven);
        stats.stuckThreads = core.stuckThreads();
        stats.uptimeSeconds = Seconds.of(now - bornNanos);
        stats.generation = core.generation.get();
        stats.leakSuspects = leaks.count();
        stats.specifics = core.reports.specifics();
    }

    private ConnectionInfo describe(Slot<R> slot, boolean leased, long now) {
        Holding holding = leased ? slot.holding() : null;
        RetirementReason retirement = slot.retirement();
        Thread thread = holding == null ? null : holding.thread();
        AcquireRequest request = holding == null ? null : AcquireRequest.of(holding.note());
        return new ConnectionInfo(
                slot.name(),
                leased,
                slot.createdAt(),
                core.wall.at(slot.usedNanos()),
                Seconds.of(slot.ageNanos(now)),
                Seconds.of(slot.sinceUseNanos(now)),
                slot.generation(),
                retirement == null ? null : retirement.text(),
                thread == null ? null : Threads.nameOf(thread),
                holding == null ? 0 : Seconds.of(now - holding.sinceNanos()),
                request == null ? null : request.tenant(),
                request == null ? Map.of() : request.tags(),
                request == null ? null : request.traceId(),
                keptFor(slot));
    }

    private static @Nullable String keptFor(Slot<?> slot) {
        Object note = slot.keptNote();
        if (note == null) {
            return null;
        }
        String tenant = AcquireRequest.of(note).tenant();
        return tenant == null ? PermitSource.NO_TENANT : tenant;
    }

    /** Restarts all counters and maxima. Current leases are not counted, not even at their end. */
    void resetCounters() {
        core.counters.longestCreationNanos.reset();
        core.gate.counters().forgetLongest();
        core.slots.countAnew();
        baseline = counted(LeaseTotals.NONE); // the slots restart their own count
    }

    private PoolStats.Counters counters() {
        PoolStats.Counters now = counted(core.slots.totals());
        PoolStats.Counters before = baseline;
        return before == null ? now : now.since(before);
    }

    private PoolStats.Counters counted(LeaseTotals totals) {
        PoolCounters counters = core.counters;
        long late = counters.late.sum();
        WaitCounters waits = core.gate.counters();
        PoolStats.Counters.Draft now = new PoolStats.Counters.Draft();
        now.acquired = totals.leases();
        now.released = totals.ended();
        now.heldSeconds = Seconds.of(totals.heldNanos());
        now.waits = waits.waits();
        now.waitedSeconds = Seconds.of(waits.totalWaited().toNanos());
        now.longestWaitSeconds = Seconds.of(waits.longestWait().toNanos());
        now.overtakings = waits.overtakings();
        now.timeouts = waits.timeouts();
        now.saturations = counters.saturations.sum();
        now.refused = counters.refusedEarly.sum() + late;
        now.overCaps = waits.overCaps();
        now.sheddings = waits.sheddings();
        now.hopelessRefusals = waits.hopelessRefusals();
        now.created = counters.created.sum();
        now.creationFailures = counters.creationFailures.sum();
        now.creationSeconds = Seconds.of(counters.creationNanos.sum());
        now.longestCreationSeconds = Seconds.of(counters.longestCreationNanos.get());
        now.closed = counters.closed.sum();
        now.closeFailures = counters.closeFailures.sum();
        now.validationFailures = counters.validationFailures.sum();
        now.expired = counters.expired.sum();
        now.replacedEarly = counters.replacedEarly.sum();
        now.idleClosed = counters.idleClosed.sum();
        now.leaks = counters.leaks.sum();
        now.maxInUse = core.slots.mostLeased();
        now.misses = totals.misses();
        now.discarded = totals.discarded();
        now.late = late;
        now.rateLimited = counters.rateLimited.sum();
        now.overHoldLimit = counters.overHoldLimit.sum();
        now.holdLimitEnds = counters.holdLimitEnds.sum();
        now.degradedRefusals = counters.degradedRefusals.sum();
        now.degradedGrants = counters.degradedGrants.sum();
        now.degradedObserved = counters.degradedObserved.sum();
        now.overRates = counters.overRates.sum();
        now.circuitRefused = counters.circuitRefused.sum();
        now.circuitObserved = counters.circuitObserved.sum();
        now.injectedFaults = counters.injectedFaults.sum();
        now.outageRefused = counters.outageRefused.sum();
        now.sizeSteps = counters.sizeSteps.sum();
        now.pacedCreations = counters.pacedCreations.sum();
        now.savedResets = counters.savedResets.sum();
        now.resetsForOthers = counters.resetsForOthers.sum();
        now.interrupted = counters.interrupted.sum();
        return now.counters();
    }

    /** Returns a page of waiters and holders; texts are built for this page only. */
    PoolQueue queue(PoolQueue.Page page) {
        long now = core.ticker.nanos();
        List<QueuedCaller> waiting = core.gate.waiters();
        Set<Thread> waitingThreads =
                waiting.stream().map(each -> each.ticket().thread()).collect(Collectors.toSet());
        Map<Thread, List<String>> names = new HashMap<>();
        List<HeldLease<R>> shown = new ArrayList<>();
        int held = 0;
        for (Slot<R> slot : core.slots.snapshot()) {
            Holding holding = slot.holding();
            if (holding == null) {
                continue;
            }
            names.computeIfAbsent(holding.thread(), key -> new ArrayList<>()).add(slot.name());
            if (!page.filter().selects(AcquireRequest.of(holding.note()))) {
                continue;
            }
            if (held >= page.offset() && shown.size() < page.limit()) {
                shown.add(new HeldLease<>(slot, holding));
            }
            held++;
        }
        Activity activity =
                page.statements() ? statements.of(HeldLease.resources(shown)) : new Activity(List.of(), null);
        List<PoolQueue.Holder> holders = new ArrayList<>();
        for (HeldLease<R> each : shown) {
            boolean waits = waitingThreads.contains(each.holding().thread());
            holders.add(each.shown(waits, page.stacks(), each.work(activity, holders.size()), now));
        }
        List<QueuedCaller> selected = waiting.stream()
                .filter(each ->
                        page.filter().selects(AcquireRequest.of(each.ticket().note())))
                .toList();
        List<PoolQueue.Waiter> waiters = selected.stream()
                .skip(page.offset())
                .limit(page.limit())
                .map(each -> waiter(each, names.getOrDefault(each.ticket().thread(), List.of()), now))
                .toList();
        return new PoolQueue(core.name, selected.size(), held, waiters, holders, activity.reason());
    }

    private static PoolQueue.Waiter waiter(QueuedCaller waiting, List<String> holds, long now) {
        Ticket ticket = waiting.ticket();
        AcquireRequest request = AcquireRequest.of(ticket.note());
        return new PoolQueue.Waiter(
                waiting.position(),
                ticket.lane(),
                ticket.tenant(),
                request.tags(),
                request.traceId(),
                Threads.nameOf(ticket.thread()),
                Threads.isVirtual(ticket.thread()),
                Seconds.of(waiting.waitedNanos()),
                ticket.deadline().isNever()
                        ? null
                        : Seconds.of(ticket.deadline().remainingNanos(now)),
                waiting.estimatedNanos() < 0 ? null : Seconds.of(waiting.estimatedNanos()),
                holds);
    }
}
