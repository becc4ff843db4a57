package dev.sluice.pool;

import dev.sluice.pool.store.Activity;
import dev.sluice.pool.store.ActivitySource;
import dev.sluice.time.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the store for the statements that holders run. Workers make one request at a time. A caller waits up to
 * {@link #LIMIT} for its turn and the answer together. So a slow or dead database delays neither the caller nor the
 * pool's other work beyond that. Thread-safe.
 */
final class Statements<R> {

    /** Maximum wait of a caller. */
    static final Duration LIMIT = Duration.ofSeconds(1);

    /** Time after which a request is given up. */
    private static final Duration CALL_LIMIT = Duration.ofSeconds(10);

    private final PoolCore<R> core;
    private final Semaphore turn = new Semaphore(1);

    Statements(PoolCore<R> core) {
        this.core = core;
    }

    /** Returns the work of the far side for these resources, or the reason why it is not known. Never throws. */
    Activity of(List<R> resources) {
        if (resources.isEmpty()) {
            return new Activity(List.of(), null);
        }
        if (!core.isServing()) {
            return Activity.unknown("the pool is closed");
        }
        if (!(core.store instanceof ActivitySource<R> source)) {
            return Activity.unknown("resources of this pool run no statements");
        }
        Deadline deadline = Deadline.in(LIMIT, core.ticker);
        try {
            return turn.tryAcquire(LIMIT.toNanos(), TimeUnit.NANOSECONDS) ? asked(source, resources, deadline) : late();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Activity.unknown("interrupted");
        }
    }

    private Activity asked(ActivitySource<R> source, List<R> resources, Deadline deadline) throws InterruptedException {
        CompletableFuture<Activity> answer = new CompletableFuture<>();
        core.requests.run(CALL_LIMIT, () -> source.activityOf(resources, LIMIT), (activity, failure) -> {
            turn.release(); // not by the caller, which may have left: there is no second request while this one hangs
            if (activity != null) {
                answer.complete(activity);
            } else {
                answer.completeExceptionally(failure == null ? new IllegalStateException("no answer") : failure);
            }
        });
        try {
            return answer.get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return late();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            return Activity.unknown("cannot ask the database: " + FailureText.of(cause == null ? e : cause));
        }
    }

    private static Activity late() {
        return Activity.unknown("no answer from the database within " + LIMIT.toMillis() + " ms");
    }
}
