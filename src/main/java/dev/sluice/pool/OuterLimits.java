package dev.sluice.pool;

import dev.sluice.pool.DeadlineSource.OuterLimit;
import dev.sluice.time.Deadline;
import dev.sluice.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The limits from outside for the waits of a pool. Of several limits the shortest holds. Thread-safe.
 *
 * <p>A pool applies them to its own waits, except to an acquire with a given {@link Deadline}. Code that creates such
 * deadlines for callers applies the limits itself: with {@link #limited} when the wait begins, and with {@link #watch}
 * for its length.
 */
public final class OuterLimits {

    private static final EarlyEndWatch NONE = () -> {};

    private final Ticker ticker;
    private final List<DeadlineSource> sources = new CopyOnWriteArrayList<>();

    OuterLimits(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Adds a source. */
    void add(DeadlineSource source) {
        sources.add(source);
    }

    /** Returns the shortest of the caller's own deadline and the limits from outside. */
    public Deadline limited(Deadline own) {
        OuterLimit shortest = null;
        for (DeadlineSource source : sources) {
            OuterLimit limit = source.limit();
            if (limit != null && (shortest == null || limit.remaining().compareTo(shortest.remaining()) < 0)) {
                shortest = limit;
            }
        }
        return shortest == null || shortest.remaining().compareTo(own.remaining()) >= 0
                ? own
                : Deadline.in(shortest.remaining(), ticker, shortest.origin());
    }

    /** Lets the sources end the wait of this thread early, until the watch is closed. */
    EarlyEndWatch watch(Deadline deadline, Thread thread) {
        return watch(why -> {
            deadline.cutShort(why);
            ticker.unpark(thread);
        });
    }

    /**
     * Lets the sources end a wait of this thread early, until the watch is closed.
     *
     * @param end ends the wait; receives the reason in words; any thread may call it, also more than once
     */
    public EarlyEndWatch watch(Consumer<String> end) {
        if (sources.isEmpty()) {
            return NONE;
        }
        List<Runnable> removals = new ArrayList<>(sources.size());
        EarlyEndWatch watch = () -> removals.forEach(Runnable::run);
        try {
            for (DeadlineSource source : sources) {
                removals.add(source.onEarlyEnd(end));
            }
        } catch (Throwable t) {
            watch.close();
            throw t;
        }
        return watch;
    }

    /** The time in which a wait may end early. */
    @FunctionalInterface
    public interface EarlyEndWatch extends AutoCloseable {
        @Override
        void close();
    }
}
