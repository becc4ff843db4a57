package dev.sluice.batch;

import java.time.Duration;

/** How a chunk has fared until now, how long it waits before it is done again, and when it is not any more. Used by one worker. */
final class Tries implements AutoCloseable {

    private final Course<?> course;
    private final int worker;
    private int attempts;
    private int conflicts;
    private boolean last;
    private int troubles;
    private long troubleNanos;

    /** What becomes of the chunk; if the run is stopped, nothing more does. */
    enum Next {
        AGAIN,
        FAILS
    }

    Tries(Course<?> course, int worker, int failedConnects) {
        this.course = course;
        this.worker = worker;
        attempts = failedConnects;
    }

    /** Whether jobs are to be done one by one now, as the chunk met others too often. */
    boolean isLast() {
        return last;
    }

    /** Waits, and says what is next. */
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

    /** Where it is one job that is its fault; of more it is not known which. */
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

    /** A part of the chunk is done alone, from the beginning. */
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
