package dev.sluice.pool;

import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.policy.WarmUp;
import dev.sluice.pool.policy.WeeklySchedule;
import dev.sluice.pool.policy.WeeklySchedule.Moment;
import dev.sluice.time.SpanText;
import dev.sluice.time.Timer.Scheduled;
import dev.sluice.value.Plural;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Carries out {@link WarmUp}. A change of the policy holds from the next start, reset or time of the schedule on.
 * Thread-safe.
 */
final class WarmUpPart<R> implements PolicyPart {

    /** Maximum time between two readings of the clock, which an operator may set. */
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(10);

    /** A clock that was set back further begins afresh; otherwise no time of the schedule occurs twice. */
    private static final Duration SET_BACK = Duration.ofDays(1);

    private static final String NONE_YET = "no warm-up yet";

    private final PoolCore<R> core;
    private final PolicyNews news;
    private final WarmUpRun<R> run;
    private volatile @Nullable WarmUp policy; // Written under this
    private volatile @Nullable Instant seen; // Written under this; null before the start
    private volatile boolean awaited; // the run of the start has not ended
    private volatile boolean late; // the run of the start has not ended in time
    private volatile long startedNanos;
    private volatile String last = NONE_YET;
    private @Nullable Scheduled reading; // Guarded by this

    WarmUpPart(PoolCore<R> core, Creation<R> creation) {
        this.core = core;
        this.news = new PolicyNews(core, name());
        this.run = new WarmUpRun<>(core, creation, this::parallel, this::done);
    }

    @Override
    public String name() {
        return WarmUp.DECLARATION.name();
    }

    private int parallel() {
        WarmUp now = policy;
        return now == null ? 1 : now.parallel();
    }

    @Override
    public synchronized void apply(PoolPolicies policies) {
        WarmUp wanted = policies.warmUp();
        if (Objects.equals(wanted, policy)) {
            return;
        }
        policy = wanted;
        if (wanted == null) {
            run.stop();
            awaited = false;
            late = false;
            last = NONE_YET;
        }
        if (seen != null) {
            seen = now();
            schedule();
        }
    }

    @Override
    public void started() {
        WarmUp now;
        synchronized (this) {
            now = policy;
            startedNanos = core.ticker.nanos();
            awaited = now != null && now.size() != null;
            seen = now();
            schedule();
        }
        if (now != null && now.size() != null) {
            core.timer.once(now.readinessWait(), this::waitIsOver);
            begin("start", now.size());
        }
    }

    @Override
    public void afterReset() {
        WarmUp now = policy;
        if (now != null && now.afterReset() && now.size() != null) {
            begin("reset", now.size());
        }
    }

    private void begin(String cause, int size) {
        int max = core.config.maxSize();
        String to = Plural.of(Math.min(size, max), "connection") + " (" + cause + ")";
        last = to + (size > max ? ", capped: " + size + " is above the maximum of " + max : "");
        if (core.slots.staying() < Math.min(size, max)) {
            news.changed("warming up to " + last);
        }
        run.upTo(size);
    }

    private void done() {
        awaited = false;
        late = false;
        news.changed("warmed up to " + last);
    }

    private void waitIsOver() {
        WarmUp now = policy;
        if (awaited && now != null && core.isServing()) {
            awaited = false;
            late = true;
            news.changed("not warm within " + SpanText.exact(now.readinessWait()) + " of the start: "
                    + core.slots.staying() + " of " + last + "; ready nevertheless");
        }
    }

    /** Returns whether readiness waits for the warm-up of the start. */
    boolean isAwaited() {
        WarmUp now = policy;
        return awaited
                && now != null
                && core.ticker.nanos() - startedNanos < now.readinessWait().toNanos();
    }

    /** Continues the present warm-up, because a creation may be possible now. */
    void proceed() {
        run.proceed();
    }

    /** Returns the number of connections that the present warm-up creates up to, or zero without one. */
    int target() {
        return run.target();
    }

    /** Reads the clock again at the next time of the schedule, or earlier because the clock may be set. */
    private synchronized void schedule() {
        if (reading != null) {
            reading.cancel();
            reading = null;
        }
        WarmUp now = policy;
        WeeklySchedule schedule = now == null ? null : now.schedule();
        if (now != null && schedule != null && core.isServing()) {
            Instant instant = now();
            Duration left = Duration.between(
                    instant, schedule.next(instant, now.zoneId()).at());
            reading = core.timer.once(left.compareTo(LONGEST_SLEEP) < 0 ? left : LONGEST_SLEEP, this::read);
        }
    }

    private void read() {
        Moment due = passed();
        schedule();
        if (due != null && core.state() == PoolState.RUNNING && !core.keptEmpty) {
            begin(due.time().toString(), due.time().size());
        }
    }

    /** Returns the time of the schedule that has passed since the last reading, or null. */
    private synchronized @Nullable Moment passed() {
        WarmUp now = policy;
        WeeklySchedule schedule = now == null ? null : now.schedule();
        Instant before = seen;
        Instant instant = now();
        if (before == null || now == null || schedule == null) {
            return null;
        }
        if (instant.isBefore(before)) {
            seen = before.minus(SET_BACK).isAfter(instant) ? instant : before;
            return null;
        }
        seen = instant;
        return schedule.lastBetween(before, instant, now.zoneId());
    }

    private Instant now() {
        return core.ticker.instant();
    }

    @Override
    public @Nullable String state() {
        WarmUp now = policy;
        if (now == null) {
            return null;
        }
        int target = run.target();
        WeeklySchedule schedule = now.schedule();
        String next = "";
        if (schedule != null) {
            Moment moment = schedule.next(now(), now.zoneId());
            next = "; next " + moment.time() + " at "
                    + moment.at().atZone(now.zoneId()).toOffsetDateTime().truncatedTo(ChronoUnit.SECONDS);
        }
        if (target == 0) {
            return (last.equals(NONE_YET) ? last : "warmed up to " + last) + next;
        }
        return "warming up: " + core.slots.staying() + " of " + last + (late ? "; late, and ready nevertheless" : "")
                + next;
    }
}
