package dev.sluice.pool;

import dev.sluice.pool.WhatIfReport.ServedCallers;
import dev.sluice.pool.failure.OperationInProgress;
import dev.sluice.time.Deadline;
import dev.sluice.time.SpanText;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Replays the recent callers of a pool with other settings, one question at a time. Thread-safe. */
final class WhatIf<R> {

    private static final String NAME = "what-if";

    /** Maximum time of a calculation. Many tenants with shares make it longer. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final PoolCore<R> core;
    private final AtomicBoolean busy = new AtomicBoolean();

    WhatIf(PoolCore<R> core) {
        this.core = core;
    }

    WhatIfReport answer(WhatIfQuestion question) {
        PoolConfig present = core.config;
        PoolConfig other = question.into(present);
        if (!busy.compareAndSet(false, true)) {
            throw new OperationInProgress(core.name, NAME, NAME, NAME);
        }
        try {
            return answer(question, present, other);
        } finally {
            busy.set(false);
        }
    }

    private WhatIfReport answer(WhatIfQuestion question, PoolConfig present, PoolConfig other) {
        long now = core.ticker.nanos();
        ReplayLoad load = new ReplayLoad(
                core.callers.read(core.slots.snapshot()), now, question.longest(), present.acquisitionTimeout());
        ServedCallers happened = load.happened(present.maxSize());
        Deadline limit = Deadline.in(LIMIT, core.ticker);
        ServedCallers asIs = load.replay(present.maxSize(), present.admission(), limit);
        ServedCallers predicted = load.replay(other.maxSize(), other.admission(), limit);
        return new WhatIfReport(
                core.name,
                core.wall.at(load.startNanos()),
                Seconds.of(load.lengthNanos()),
                summary(asIs, predicted, other.admission().changesOf(present.admission()), load.lengthNanos()),
                happened,
                asIs,
                predicted);
    }

    private static String summary(ServedCallers present, ServedCallers predicted, String rules, long nanos) {
        if (present.callers() == 0) {
            return "no caller is recorded";
        }
        return "max " + predicted.maxSize() + " instead of " + present.maxSize()
                + (rules.isEmpty() ? "" : ", " + rules) + ": wait p99 " + span(predicted.p99WaitSeconds())
                + " instead of " + span(present.p99WaitSeconds()) + ", timeouts " + predicted.timeouts()
                + " instead of " + present.timeouts() + ", other refusals " + predicted.otherRefusals()
                + " instead of " + present.otherRefusals() + ", utilisation " + percent(predicted.utilisation())
                + " instead of " + percent(present.utilisation()) + " (" + present.callers() + " callers in "
                + SpanText.of(Duration.ofNanos(nanos)) + ")";
    }

    private static String span(double seconds) {
        return SpanText.of(Duration.ofNanos((long) (seconds * 1e9)));
    }

    private static String percent(double part) {
        return Math.round(100 * part) + " %";
    }
}
