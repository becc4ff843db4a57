package dev.sluice.batch;

import java.time.Duration;

/** Counts the tries of a chunk, and decides its next step and the wait before it. Used by one worker. */
final class Tries implements AutoCloseable {

    private final Course<?> course;
    private final int worker;
    private int attempts;
    private int conflicts;
    private boolean last;
    private int troubles;
    private long troubleNanos;

    /** The next step for the chunk; no step follows if the run is stopped. */
    enum Next {
        AGAIN,
        FAILS
    }

    Tries(Course<?> course, int worker, int failedConnects) {
        this.course = course;
        this.worker = worker;
        attempts = failedConnects;
    }

    /** Returns whether jobs are to be done one by one now, because the chunk conflicted with others too often. */
    boolean isLast() {
        return last;
    }

    /** Waits if necessary, and returns the next step. */
    Next after(Setback setback, String reason, Chunk<?> chunk) {
        attempts++;
        return switch (setback) {
            case AWAY, LOST -> connection(setback, reason, chunk);
            case CONFLICT -> conflict(reason, chunk);
            case SERVER -> server(reason, chunk);
        };
    }

    private boolean isExhausted() {
        return course.plan.attempts() > 0 && attempts >= course.plan.attempts();
    }

    private Next connection(Setback setback, String reason, Chunk<?> chunk) {
        if (isExhausted()) {
            if (setback == Setback.AWAY) {
                course.stop(BatchStatus.DATABASE_LOST, reason);
            }
            return Next.FAILS;
        }
        if (setback == Setback.LOST) {
            course.tally.retries(chunk.size(), reason);
        }
        if (course.outage.isTooLong()) {
            course.stop(BatchStatus.DATABASE_LOST, reason);
        }
        return Next.AGAIN;
    }

    private Next conflict(String reason, Chunk<?> chunk) {
        if (last) {
            return metOthersAgain(reason, chunk);
        }
        last = isExhausted() || conflicts + 1 >= Backoff.MOST_CONFLICTS;
        again(reason, chunk, course.backoffOfConflicts.nanos(conflicts++));
        return Next.AGAIN;
    }

    /** Fails a single job; with more jobs the one at fault is not known, so the run is stopped. */
    private Next metOthersAgain(String reason, Chunk<?> chunk) {
        if (chunk.size() > 1) {
            long lastJob = chunk.firstJob() + chunk.size() - 1;
            course.stop(
                    BatchStatus.FAILED,
                    "jobs " + chunk.firstJob() + " to " + lastJob + " met others " + conflicts + " times: " + reason);
        }
        return Next.FAILS;
    }

    private Next server(String reason, Chunk<?> chunk) {
        long now = course.ticker.nanos();
        if (troubles == 0) {
            troubleNanos = now;
            course.troubleBegins();
            course.tell(listener -> listener.waiting(worker, reason));
        }
        Duration patience = course.plan.giveUpAfter();
        long left = patience.isZero() ? Long.MAX_VALUE : troubleNanos + patience.toNanos() - now;
        long wait = course.backoff.nanos(troubles++);
        if (isExhausted() || left <= 0) {
            course.stop(BatchStatus.DATABASE_LOST, reason);
        } else {
            again(reason, chunk, Math.min(wait, left));
        }
        return Next.AGAIN;
    }

    /** Counts a part of the chunk that is done alone from the beginning as retried, and waits before it. */
    void split(String reason, Chunk<?> chunk) {
        again(reason, chunk, course.backoffOfConflicts.nanos(0));
    }

    private void again(String reason, Chunk<?> chunk, long nanos) {
        course.tally.retries(chunk.size(), reason);
        course.rest(nanos);
    }

    @Override
    public void close() {
        if (troubles > 0) {
            course.troubleEnds();
        }
    }
}
