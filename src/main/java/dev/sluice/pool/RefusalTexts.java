package dev.sluice.pool;

import dev.sluice.admission.Priority;
import dev.sluice.pool.store.Holding;
import dev.sluice.pool.store.Slot;
import dev.sluice.time.Deadline;
import dev.sluice.time.SpanText;
import dev.sluice.time.Threads;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Builds the texts of refusals, all in the same order: the pool, the outcome with the time waited, the numbers, and the
 * cause if known. Thread-safe.
 */
final class RefusalTexts<R> {

    private final PoolCore<R> core;

    RefusalTexts(PoolCore<R> core) {
        this.core = core;
    }

    String disabled() {
        return text((core.draining ? "being drained" : "disabled") + " by an operator", "callers are refused");
    }

    String tooShort(Deadline deadline) {
        return text(
                "no lease within " + within(deadline),
                "the pool is full, and waits shorter than " + words(core.config.shortestWait()) + " are refused");
    }

    String interrupted(long waitedNanos) {
        return text("interrupted after " + words(Duration.ofNanos(waitedNanos)) + " of waiting for a lease", null);
    }

    String saturated() {
        return text("too many waiters", null);
    }

    String hopeless(Deadline deadline) {
        return text("no lease within " + within(deadline), "the estimated wait exceeds the deadline");
    }

    String shed(long waitedNanos) {
        return text(
                "refused after " + words(Duration.ofNanos(waitedNanos)) + " of waiting",
                "waits have been longer than the shedding target for too long");
    }

    String unknownTenant(@Nullable String tenant) {
        return text("tenant '" + tenant + "' has no share", null);
    }

    String selfBlocked() {
        return text(
                "this thread holds a lease and asks for another one",
                "all other holders wait as well, so no lease would ever end; raise max-size, or reserve permits for"
                        + " nested acquires");
    }

    String full() {
        return text("no lease without waiting", "the policy degradation lets no caller of a full pool wait");
    }

    String degraded(Priority lane, Priority lowest) {
        return text(
                "callers of lane " + lane + " are refused",
                "the pool is DEGRADED, and its policy degradation serves the lanes from " + lowest + " up");
    }

    String circuitOpen(String why) {
        return text("no connection is created", why);
    }

    String notCreated(Throwable cause) {
        Throwable earlier = earlierOf(cause);
        String before = earlier == null ? "" : "; the last attempt: " + LastFailure.text(earlier);
        return text("no connection could be created", FailureText.of(cause) + before);
    }

    /** Returns the failed attempt before a refusal without an attempt; null if the cause is itself a failed attempt. */
    static @Nullable Throwable earlierOf(Throwable cause) {
        return cause instanceof AttemptWithheld || cause instanceof OutageRefusal ? cause.getCause() : null;
    }

    /** Returns the text for a timeout while connections cannot be created. */
    String notCreatedWithin(Deadline deadline, Throwable cause) {
        return text(noLeaseBy(deadline), LastFailure.text(cause));
    }

    /** Returns the text for a timeout, with the longest holder or, without one, with the creations under way. */
    String noLease(Deadline deadline) {
        String holder = longestHolder();
        return text(noLeaseBy(deadline), holder == null ? creating() : "longest holder: " + holder);
    }

    private @Nullable String creating() {
        int creating = core.counters.creating.get();
        return creating == 0 ? null : "connections still being created: " + creating;
    }

    private String text(String what, @Nullable String why) {
        return "pool '" + core.name + "': " + what + " (" + numbers() + ")" + (why == null ? "" : "; " + why);
    }

    String numbers() {
        int stuck = core.stuckThreads();
        return "max " + core.config.maxSize() + ", leased " + core.slots.leased() + ", waiting " + core.gate.waiting()
                + (stuck == 0 ? "" : ", stuck threads " + stuck);
    }

    /** Returns a description of the longest lease and its holder; null if nothing is leased. */
    @Nullable
    String longestHolder() {
        Slot<R> longest = null;
        Holding holding = null;
        for (Slot<R> slot : core.slots.snapshot()) {
            Holding one = slot.holding();
            if (one != null && (holding == null || one.sinceNanos() - holding.sinceNanos() < 0)) {
                longest = slot;
                holding = one;
            }
        }
        if (longest == null || holding == null) {
            return null;
        }
        AcquireRequest request = AcquireRequest.of(holding.note());
        String tags = request.tags().isEmpty() ? "" : ", tags " + request.tags();
        return longest.name() + " for " + words(Duration.ofNanos(core.ticker.nanos() - holding.sinceNanos()))
                + " by thread " + Threads.nameOf(holding.thread())
                + (request.tenant() == null ? "" : ", tenant " + request.tenant()) + tags;
    }

    private static String noLeaseBy(Deadline deadline) {
        String cut = deadline.cutReason();
        return cut == null ? "no lease within " + within(deadline) : "no lease, " + cut;
    }

    private static String within(Deadline deadline) {
        String origin = deadline.origin();
        return words(deadline.length()) + (origin == null ? "" : ", " + origin);
    }

    private static String words(Duration length) {
        return SpanText.of(length);
    }
}
