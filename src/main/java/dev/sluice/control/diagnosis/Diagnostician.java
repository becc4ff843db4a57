package dev.sluice.control.diagnosis;

import dev.sluice.access.Requester;
import dev.sluice.pool.PoolQueue;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.WhatIfReport;
import dev.sluice.pool.failure.OperationInProgress;
import dev.sluice.value.BadValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Diagnoses one pool. Stacks, statements, predictions and dry runs need the role operator; a viewer gets a
 * diagnosis without them. Blocks for the statements for at most 1 s, and for dry runs for at most 2 s each. Thread-safe.
 */
public final class Diagnostician {

    private static final String MISSING = "stacks, statements, predictions and dry runs need the role operator";

    private static final int LARGEST_FACTOR = 4;

    private final DiagnosedPool pool;
    private final ApplicationFrames frames;

    /** Creates a diagnostician for a pool, which finds the calls of the application in stacks. */
    public Diagnostician(DiagnosedPool pool, ApplicationFrames frames) {
        this.pool = pool;
        this.frames = frames;
    }

    /**
     * Returns the diagnosis.
     *
     * @param inner whether the requester may see stacks and statements, and have predictions
     */
    public Diagnosis of(Requester requester, boolean inner) {
        PoolStats stats = pool.stats();
        PoolQueue queue = pool.queue(new PoolQueue.Page(inner, inner, 0, PoolQueue.LARGEST_PAGE));
        List<HolderGroup> groups = HolderGroups.of(queue.holders(), frames);
        Evidence evidence =
                new Evidence(stats, queue, groups, pool.recent(), () -> inner ? predictions(stats) : List.of());
        Cause cause = CauseRules.of(evidence);
        Proposals proposals = new Proposals(pool, stats.name(), requester);
        return new Diagnosis(
                stats.name(),
                stats.verdict(),
                cause.bottleneck(),
                cause.summary(),
                Findings.of(evidence),
                groups.stream().limit(Diagnosis.MOST_GROUPS).toList(),
                cause.steps().stream().map(proposals::of).toList(),
                inner ? queue.statementsMissing() : MISSING);
    }

    /** Returns replays with one and a half, two and four times the maximum, up to the first that helps. */
    private List<WhatIfReport> predictions(PoolStats stats) {
        List<WhatIfReport> reports = new ArrayList<>();
        int max = stats.maxConnections();
        for (int size : List.of(max + (max + 1) / 2, 2 * max, LARGEST_FACTOR * max)) {
            try {
                WhatIfReport report = pool.withMaximum(size);
                reports.add(report);
                if (CauseRules.helps(report)) {
                    return reports;
                }
            } catch (OperationInProgress | BadValue e) {
                return reports; // what is known is enough for an answer
            }
        }
        return reports;
    }
}
