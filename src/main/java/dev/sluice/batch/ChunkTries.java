package dev.sluice.batch;

import java.time.Duration;

/** Counts the tries of a chunk, and decides its next step and the wait before it. Used by one worker. */
final class ChunkTries implements AutoCloseable {

    private final RunState<?> state;
    private final int worker;
    private int attempts;
    private int conflicts;
    private boolean last;
    private int serverFailures;
    private long firstFailureNanos;

    /** The next step for the chunk; no step follows if the run is stopped. */
    enum Next {
        AGAIN,
        FAILS
    }

    ChunkTries(RunState<?> state, int worker, int failedConnects) {
        this.state = state;
        this.worker = worker;
        attempts = failedConnects;
    }

    /** Returns whether jobs must now be done one by one, because the chunk conflicted with others too often. */
    boolean isLast() {
        return last;
    }

    /** Waits if necessary, and returns the next step. */
    Next after(RetryReason kind, String reason, Chunk<?> chunk) {
        attempts++;
        return switch (kind) {
            case AWAY, LOST -> connection(kind, reason, chunk);
            case CONFLICT -> conflict(reason, chunk);
            case SERVER -> server(reason, chunk);
        };
    }

    private boolean isExhausted() {
        return state.plan.attempts() > 0 && attempts >= state.plan.attempts();
    }

    private Next connection(RetryReason kind, String reason, Chunk<?> chunk) {
        if (isExhausted()) {
            if (kind == RetryReason.AWAY) {
                state.stop(BatchStatus.DATABASE_LOST, reason);
            }
            return Next.FAILS;
        }
        if (kind == RetryReason.LOST) {
            state.totals.retries(chunk.size(), reason);
        }
        if (state.outage.isTooLong()) {
            state.stop(BatchStatus.DATABASE_LOST, reason);
        }
        return Next.AGAIN;
    }

    private Next conflict(String reason, Chunk<?> chunk) {
        if (last) {
            return metOthersAgain(reason, chunk);
        }
        last = isExhausted() || conflicts + 1 >= RetryBackoff.MOST_CONFLICTS;
        again(reason, chunk, state.backoffOfConflicts.nanos(conflicts++));
        return Next.AGAIN;
    }

    /** Fails a single job. With more jobs, the faulty one is not known, so the run is stopped. */
    private Next metOthersAgain(String reason, Chunk<?> chunk) {
        if (chunk.size() > 1) {
            long lastJob = chunk.firstJob() + chunk.size() - 1;
            state.stop(
                    BatchStatus.FAILED,
                    "jobs " + chunk.firstJob() + " to " + lastJob + " met others " + conflicts + " times: " + reason);
        }
        return Next.FAILS;
    }

    private Next server(String reason, Chunk<?> chunk) {
        long now = state.ticker.nanos();
        if (serverFailures == 0) {
            firstFailureNanos = now;
            state.serverWaitBegins();
            state.publish(listener -> listener.waiting(worker, reason));
        }
        Duration patience = state.plan.giveUpAfter();
        long left = patience.isZero() ? Long.MAX_VALUE : firstFailureNanos + patience.toNanos() - now;
        long wait = state.backoff.nanos(serverFailures++);
        if (isExhausted() || left <= 0) {
            state.stop(BatchStatus.DATABASE_LOST, reason);
        } else {
            again(reason, chunk, Math.min(wait, left));
        }
        return Next.AGAIN;
    }

    /** Counts a part of the chunk that is done alone from the beginning as retried, and waits before it. */
    void split(String reason, Chunk<?> chunk) {
        again(reason, chunk, state.backoffOfConflicts.nanos(0));
    }

    private void again(String reason, Chunk<?> chunk, long nanos) {
        state.totals.retries(chunk.size(), reason);
        state.rest(nanos);
    }

    @Override
    public void close() {
        if (serverFailures > 0) {
            state.serverWaitEnds();
        }
    }
}
