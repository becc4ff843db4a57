package dev.sluice.pool;

import dev.sluice.admission.Admission.Outcome;
import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.admission.GateReplay;
import dev.sluice.admission.Priority;
import dev.sluice.admission.ReplayCaller;
import dev.sluice.admission.ReplayCaller.ReplayEnd;
import dev.sluice.pool.RecordedCallers.CallerHistory;
import dev.sluice.pool.WhatIfReport.ServedCallers;
import dev.sluice.pool.store.LeaseVisitor;
import dev.sluice.time.Deadline;
import dev.sluice.time.SpanText;
import dev.sluice.value.BadValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The callers of a past time as the load of replays. Callers that held leases or waited at its begin come first, and are
 * not counted. A lost caller would have held its lease as long as another caller of its lane. Immutable.
 */
final class ReplayLoad {

    /** Maximum number of callers. With more, the time begins later. */
    static final int MOST = 20_000;

    private static final long SEED = 4711;
    private static final Duration NO_LIMIT = Duration.ofNanos(Long.MAX_VALUE);

    private final long startNanos;
    private final long endNanos;
    private final List<RecordedCaller> recorded = new ArrayList<>();
    private final List<ReplayCaller> callers = new ArrayList<>();
    private final Duration timeout;

    /**
     * @param last maximum length of the time, which ends now
     * @param timeout the timeout of callers without one of their own
     */
    ReplayLoad(CallerHistory history, long nowNanos, Duration last, Duration timeout) {
        this.endNanos = nowNanos;
        this.timeout = timeout;
        List<RecordedCaller> all = new ArrayList<>(history.callers());
        all.removeIf(caller -> caller.lost() == Outcome.CLOSED || caller.lost() == Outcome.DISABLED);
        all.sort(Comparator.comparingLong(RecordedCaller::arrivalNanos));
        this.startNanos = start(all, history.sinceNanos(), last);
        all.removeIf(caller -> endOf(caller) < startNanos);
        all.sort(Comparator.comparing((RecordedCaller caller) -> caller.arrivalNanos() >= startNanos)
                .thenComparing(caller -> caller.endNanos() >= startNanos) // holders before waiters
                .thenComparingLong(RecordedCaller::arrivalNanos));
        HoldSamples holds = new HoldSamples(all);
        for (RecordedCaller caller : all) {
            recorded.add(caller);
            callers.add(replayed(caller, holds));
        }
    }

    private long start(List<RecordedCaller> byArrival, long completeSince, Duration last) {
        if (byArrival.isEmpty()) {
            return endNanos;
        }
        long first = byArrival.get(Math.max(0, byArrival.size() - MOST)).arrivalNanos();
        long earliest = last.compareTo(NO_LIMIT) >= 0 ? Long.MIN_VALUE : endNanos - last.toNanos();
        return Math.min(endNanos, Math.max(first, Math.max(completeSince, earliest)));
    }

    private long endOf(RecordedCaller caller) {
        return caller.lost() == null ? caller.endNanos() + caller.heldNanos(endNanos) : caller.endNanos();
    }

    private ReplayCaller replayed(RecordedCaller caller, HoldSamples holds) {
        long arrival = Math.max(startNanos, caller.arrivalNanos());
        boolean isHolder = caller.lost() == null && caller.endNanos() < startNanos;
        long hold = caller.lost() != null
                ? holds.next(caller.request().priority())
                : endOf(caller) - Math.max(startNanos, caller.endNanos());
        long patience = isHolder ? Long.MAX_VALUE : patience(caller, arrival - caller.arrivalNanos());
        return new ReplayCaller(
                arrival, caller.request().priority(), caller.request().tenant(), patience, Math.max(0, hold));
    }

    private long patience(RecordedCaller caller, long waitedNanos) {
        if (caller.lost() == Outcome.TIMED_OUT) {
            return Math.max(0, caller.waitedNanos() - waitedNanos);
        }
        Duration own = caller.request().timeout();
        Duration limit = own == null ? timeout : own;
        boolean unlimited = limit.compareTo(NO_LIMIT) >= 0 || (own == null && limit.isZero());
        return unlimited ? Long.MAX_VALUE : Math.max(0, limit.toNanos() - waitedNanos);
    }

    long startNanos() {
        return startNanos;
    }

    long lengthNanos() {
        return endNanos - startNanos;
    }

    /** Returns the ends that the callers really had. */
    ServedCallers happened(int maxSize) {
        ServedTotals totals = new ServedTotals(maxSize, startNanos, endNanos);
        for (RecordedCaller caller : recorded) {
            Outcome outcome = caller.lost() == null ? Outcome.ADMITTED : caller.lost();
            totals.add(caller.arrivalNanos(), outcome, caller.waitedNanos(), caller.heldNanos(endNanos));
        }
        return totals.served();
    }

    /**
     * Replays the callers.
     *
     * @throws BadValue if the limit passes before the end
     */
    ServedCallers replay(int maxSize, AdmissionPolicy policy, Deadline limit) {
        ServedTotals totals = new ServedTotals(maxSize, startNanos, endNanos);
        List<ReplayEnd> ends = GateReplay.run(callers, maxSize, policy, limit);
        if (ends == null) {
            throw BadValue.of(
                    WhatIfQuestion.LAST.key(),
                    "must be shorter: the replay of " + callers.size() + " callers takes more than "
                            + SpanText.exact(limit.length()));
        }
        for (int i = 0; i < ends.size(); i++) {
            ReplayCaller caller = callers.get(i);
            boolean counts = recorded.get(i).arrivalNanos() >= startNanos;
            ReplayEnd end = ends.get(i);
            long begin = caller.arrivalNanos() + end.waitedNanos();
            if (counts) {
                totals.add(caller.arrivalNanos(), end.outcome(), end.waitedNanos(), caller.holdNanos());
            } else if (end.outcome() == Outcome.ADMITTED) {
                totals.addUse(begin, caller.holdNanos());
            }
        }
        return totals.served();
    }

    /** The holds of recorded leases, drawn by lane in a fixed sequence. Used by one thread. */
    private static final class HoldSamples {

        private final Map<Priority, List<Long>> byLane = new EnumMap<>(Priority.class);
        private final List<Long> all = new ArrayList<>();
        private final SplittableRandom random = new SplittableRandom(SEED);

        HoldSamples(List<RecordedCaller> callers) {
            for (RecordedCaller caller : callers) {
                if (caller.lost() == null && caller.backNanos() != LeaseVisitor.STILL_OUT) {
                    long held = caller.backNanos() - caller.endNanos();
                    all.add(held);
                    byLane.computeIfAbsent(caller.request().priority(), lane -> new ArrayList<>())
                            .add(held);
                }
            }
        }

        long next(Priority lane) {
            List<Long> samples = byLane.getOrDefault(lane, all);
            return samples.isEmpty() ? 0 : samples.get(random.nextInt(samples.size()));
        }
    }
}
