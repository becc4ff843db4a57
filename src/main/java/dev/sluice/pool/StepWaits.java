package dev.sluice.pool;

import dev.sluice.pool.operation.OperationContext;
import dev.sluice.time.Deadline;
import dev.sluice.time.SpanText;
import dev.sluice.time.Ticker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The waits of one operation for its steps. Each wait ends at the deadline of the operation, at its cancellation, and
 * at an interrupt of its thread. Used by one thread.
 */
final class StepWaits {

    /** Maximum wait of an operation for a step; after it, the operation is not complete. */
    private static final Duration STEP = Duration.ofSeconds(30);

    private static final long LOOK_NANOS = 2_000_000;

    private final Ticker ticker;
    private final OperationContext context;
    private final ReportDraft draft;
    private final Deadline deadline;

    StepWaits(Ticker ticker, OperationContext context, ReportDraft draft) {
        this.ticker = ticker;
        this.context = context;
        this.draft = draft;
        Duration limit = context.limit();
        this.deadline = limit == null ? Deadline.never(ticker) : Deadline.in(limit, ticker);
    }

    /** Returns whether there is time for more; if not, notes why the operation stops here. */
    boolean goesOn() {
        if (context.isCancelled()) {
            draft.fail("cancelled");
        } else if (deadline.isExpired()) {
            draft.fail("the deadline of " + SpanText.exact(deadline.length()) + " has passed");
        } else {
            return true;
        }
        return false;
    }

    /** Waits for a step; if the step does not succeed, the operation is not complete. */
    void await(CompletableFuture<?> step, String participle) {
        String problem = outcomeOf(step, participle);
        if (problem != null) {
            draft.fail(problem);
        }
    }

    /** Waits for a step; returns null once the step has succeeded, otherwise the failure. */
    @Nullable
    String outcomeOf(CompletableFuture<?> step, String participle) {
        long patience = Math.min(STEP.toNanos(), deadline.remainingNanos());
        try {
            if (context.await(step, patience)) {
                step.get();
                return null;
            }
            String within = SpanText.of(Duration.ofNanos(patience));
            return context.isCancelled() ? "cancelled" : "not " + participle + " within " + within;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            return FailureText.of(cause == null ? e : cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    /** Repeats an action at short intervals while a condition holds, but not for longer than one step may take. */
    void repeatWhile(BooleanSupplier condition, Runnable action) {
        // a number of checks, not a deadline: it also ends where time stands still
        for (long checks = STEP.toNanos() / LOOK_NANOS; checks > 0 && condition.getAsBoolean() && goesOn(); checks--) {
            ticker.park(this, LOOK_NANOS);
            action.run();
        }
    }

    /** Waits for a time, while a condition holds, unless the operation is to stop. */
    void rest(long nanos, BooleanSupplier condition) {
        Deadline end = Deadline.in(Duration.ofNanos(nanos), ticker);
        while (mayWait(end) && condition.getAsBoolean()) {
            ticker.park(this, Math.min(10 * LOOK_NANOS, end.remainingNanos()));
        }
    }

    /** Returns whether a wait with this limit continues. */
    boolean mayWait(Deadline end) {
        return !end.isExpired() && goesOn() && !Thread.currentThread().isInterrupted();
    }

    /** Waits for the interval between two checks of a condition, at most until then. */
    void pause(Deadline end) {
        ticker.park(this, Math.min(LOOK_NANOS, end.remainingNanos()));
    }
}
