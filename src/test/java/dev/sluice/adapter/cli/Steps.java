package dev.sluice.adapter.cli;

import dev.sluice.time.Ticker;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Time for a command that pauses between its looks: each pause passes at once, with the next thing to happen in it.
 * After the last one the command is interrupted.
 */
final class Steps implements Ticker {

    private final Deque<Runnable> steps;
    private long nanos;

    Steps(Runnable... steps) {
        this.steps = new ArrayDeque<>(List.of(steps));
    }

    /** The surroundings of a command with that time, an empty environment, and no terminal. */
    CommandEnvironment surroundings() {
        return new CommandEnvironment(this, name -> null, false);
    }

    /** The same with a terminal. */
    CommandEnvironment terminal() {
        return new CommandEnvironment(this, name -> null, true);
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(nanos);
    }

    @Override
    public void park(Object blocker, long forNanos) {
        Runnable step = steps.poll();
        if (step == null) {
            Thread.currentThread().interrupt();
        } else {
            step.run();
            nanos += forNanos;
        }
    }
}
