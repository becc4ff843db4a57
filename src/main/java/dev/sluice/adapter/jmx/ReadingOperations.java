package dev.sluice.adapter.jmx;

import static javax.management.MBeanOperationInfo.INFO;

import dev.sluice.access.Role;
import dev.sluice.adapter.jmx.OpenOperation.OpenParameter;
import dev.sluice.adapter.jmx.PoolOperation.PoolPermission;
import dev.sluice.control.GuardedControl;
import dev.sluice.control.diagnosis.Diagnosis;
import dev.sluice.control.policy.PolicyRules;
import dev.sluice.pool.LostWaiter;
import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.PoolQueue;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.TagUse;
import dev.sluice.pool.WhatIfReport;
import dev.sluice.pool.history.PoolHistory;
import dev.sluice.pool.leak.LeakSuspect;
import java.util.List;
import javax.management.openmbean.SimpleType;
import org.jspecify.annotations.Nullable;

/** Readings of a pool with parameters. */
final class ReadingOperations {

    private static final OpenMapping STATS = OpenMapping.of(PoolStats.class);
    private static final OpenMapping EVENTS = OpenMapping.listOf(PoolEvent.class);
    private static final OpenMapping QUEUE = OpenMapping.of(PoolQueue.class);
    private static final OpenMapping TAGS = OpenMapping.listOf(TagUse.class);
    private static final OpenMapping GAVE_UP = OpenMapping.listOf(LostWaiter.class);
    private static final OpenMapping LEAKS = OpenMapping.listOf(LeakSuspect.class);
    private static final OpenMapping WHAT_IF = OpenMapping.of(WhatIfReport.class);
    private static final OpenMapping DIAGNOSIS = OpenMapping.of(Diagnosis.class);
    private static final OpenMapping HISTORY = OpenMapping.of(PoolHistory.class);
    private static final OpenParameter SINCE =
            new OpenParameter("since", "Number of the last known sample; 0 for all.", SimpleType.LONG);
    private static final OpenParameter MAX_SIZE = new OpenParameter(
            "maxSize", "Maximum connections of the prediction; 0 for the present maximum.", SimpleType.INTEGER);
    private static final OpenParameter RULES = new OpenParameter(
            "rules",
            "Other rules of the gate as key=value, separated by commas: reserved.high=1; empty for the present rules.",
            SimpleType.STRING);
    private static final OpenParameter LIMIT =
            new OpenParameter("limit", "Maximum events (1 to " + PoolEvent.KEPT + ").", SimpleType.INTEGER);
    private static final OpenParameter OFFSET = new OpenParameter(
            "offset", "Waiters, and holders, that are left out before the first (0 or more).", SimpleType.INTEGER);
    private static final OpenParameter PAGE = new OpenParameter(
            "limit",
            "Maximum waiters, and maximum holders, to return (1 to " + PoolQueue.LARGEST_PAGE + ").",
            SimpleType.INTEGER);
    private static final OpenParameter STACKS =
            new OpenParameter("stacks", "true adds the current stacks of the holders.", SimpleType.BOOLEAN);
    private static final OpenParameter STATEMENTS = new OpenParameter(
            "statements",
            "true reads the statements of the holders from the database; waits up to 1 s. Statements may have secrets"
                    + " of the application.",
            SimpleType.BOOLEAN);

    private final GuardedControl control;
    private final OperationList list = new OperationList();

    private ReadingOperations(GuardedControl control) {
        this.control = control;
    }

    /** Returns the operations. */
    static List<PoolOperation> of(GuardedControl control) {
        ReadingOperations operations = new ReadingOperations(control);
        operations.watching();
        return operations.list.all();
    }

    private void watching() {
        list.add(
                "queue",
                "The first 100 waiters and holders, and the numbers of all.",
                INFO,
                QUEUE,
                this::require,
                (pool, given) -> control.queue(pool, (Boolean) OpenArguments.given(given, 0)),
                STACKS);
        list.add(
                "queue",
                "Another page of the waiters and holders.",
                INFO,
                QUEUE,
                this::require,
                (pool, given) -> control.queue(pool, page(given, (Boolean) OpenArguments.given(given, 0), false, 1)),
                STACKS,
                OFFSET,
                PAGE);
        list.add(
                "queue",
                "A page of the waiters and holders, with the statements of the holders, if the database reports them.",
                INFO,
                QUEUE,
                this::require,
                (pool, given) -> control.queue(
                        pool,
                        page(
                                given,
                                (Boolean) OpenArguments.given(given, 0),
                                (Boolean) OpenArguments.given(given, 1),
                                2)),
                STACKS,
                STATEMENTS,
                OFFSET,
                PAGE);
        list.add(
                "history",
                "The samples of the last 15 minutes, one a second, oldest first, after the sample of this number.",
                INFO,
                HISTORY,
                this::require,
                (pool, given) -> control.history(pool, (Long) OpenArguments.given(given, 0)),
                SINCE);
        list.add(
                "diagnosis",
                "The cause for which callers wait or are refused, and the next steps with their dry runs.",
                INFO,
                DIAGNOSIS,
                this::require,
                (pool, given) -> control.diagnosis(pool));
        list.add(
                "gaveUp",
                "The last 100 callers that ended without a lease, the latest first, with the leases "
                        + "ahead of them.",
                INFO,
                GAVE_UP,
                this::require,
                (pool, given) -> control.gaveUp(pool));
        list.add(
                "leaks",
                "Leases that were reported as leaks and have not ended, the longest first.",
                INFO,
                LEAKS,
                this::require,
                (pool, given) -> control.leaks(pool, (Boolean) OpenArguments.given(given, 0)),
                STACKS);
        list.add(
                "tags",
                "Leases, leases in use and waiters of each tag that the policy tagging counts.",
                INFO,
                TAGS,
                this::require,
                (pool, given) -> control.tags(pool));
        whatIf();
        list.add(
                "events",
                "The latest events, oldest first.",
                INFO,
                EVENTS,
                this::require,
                (pool, given) -> control.events(pool, (Integer) OpenArguments.given(given, 0)),
                LIMIT);
        list.add(
                "stats",
                "All numbers and all connections of one reading.",
                INFO,
                STATS,
                this::require,
                (pool, given) -> control.stats(pool));
    }

    private void whatIf() {
        PoolPermission permission = (pool, given) -> control.requireRole(GuardedControl.INNER, pool, "what-if");
        list.add(
                "whatIf",
                "Replays the recent callers with another maximum of connections; changes nothing.",
                INFO,
                WHAT_IF,
                permission,
                (pool, given) -> whatIf(pool, OpenArguments.given(given, 0), ""),
                MAX_SIZE);
        list.add(
                "whatIf",
                "Replays the recent callers with another maximum of connections and other rules of the gate; changes"
                        + " nothing.",
                INFO,
                WHAT_IF,
                permission,
                (pool, given) -> whatIf(pool, OpenArguments.given(given, 0), OpenArguments.text(given, 1)),
                MAX_SIZE,
                RULES);
    }

    private WhatIfReport whatIf(String pool, Object maxSize, String rules) {
        return control.whatIf(pool, maxSize.equals(0) ? null : (Integer) maxSize, PolicyRules.ofText(rules), null);
    }

    /** Requires the role for inner details if a flag is on: each flag of a reading asks for stacks or statements. */
    private void require(@Nullable String pool, List<@Nullable Object> given) {
        control.requireRole(given.contains(true) ? GuardedControl.INNER : Role.VIEWER, pool, "read");
    }

    private static PoolQueue.Page page(List<@Nullable Object> given, boolean stacks, boolean statements, int offset) {
        return new PoolQueue.Page(stacks, statements, (Integer) OpenArguments.given(given, offset), (Integer)
                OpenArguments.given(given, offset + 1));
    }
}
