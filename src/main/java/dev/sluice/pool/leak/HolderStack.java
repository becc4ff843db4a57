package dev.sluice.pool.leak;

import dev.sluice.time.Threads;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stack that belongs to a lease: of the moment in which it was acquired, or of its holder now; the message says
 * which. A throwable because that is how logs take stacks; it is never thrown. At most {@value #MOST_FRAMES} frames.
 */
public final class HolderStack extends Throwable {

    /** Deeper down there is only what all callers have in common. */
    static final int MOST_FRAMES = 64;

    private static final long serialVersionUID = 1L;

    /** Prefixes of pool and framework classes, skipped so that the application's frame comes first. */
    private static final List<String> POOLS = List.of(
            "dev.sluice.pool.",
            "dev.sluice.admission.",
            "dev.sluice.jdbc.",
            "io.agroal.",
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "jakarta.",
            "io.quarkus.",
            "io.smallrye.",
            "org.hibernate.",
            "org.jboss.");

    private HolderStack(String message, StackTraceElement[] frames) {
        super(message, null, false, true);
        setStackTrace(frames);
    }

    /** Where the thread acquired, by what was captured then: from the caller of the pool on. */
    public static HolderStack acquired(Thread thread, Throwable captured) {
        return new HolderStack("acquired here, by thread " + Threads.nameOf(thread), callers(captured.getStackTrace()));
    }

    /** Where the thread is at this moment; null if it has ended. */
    public static @Nullable HolderStack current(Thread thread) {
        StackTraceElement[] frames = thread.getStackTrace();
        return frames.length == 0
                ? null
                : new HolderStack(
                        "here is thread " + Threads.nameOf(thread) + " now; where it acquired was not captured",
                        first(frames));
    }

    /**
     * Returns the frames of a thread as texts, starting at the application's innermost call; all frames if there is
     * none. At most {@value #MOST_FRAMES}.
     */
    public static List<String> ofApplication(Thread thread) {
        return Arrays.stream(callers(thread.getStackTrace()))
                .map(StackTraceElement::toString)
                .toList();
    }

    private static StackTraceElement[] callers(StackTraceElement[] frames) {
        int own = 0;
        while (own < frames.length && isOfPools(frames[own].getClassName())) {
            own++;
        }
        return first(own == frames.length ? frames : Arrays.copyOfRange(frames, own, frames.length));
    }

    private static boolean isOfPools(String type) {
        return POOLS.stream().anyMatch(type::startsWith);
    }

    private static StackTraceElement[] first(StackTraceElement[] frames) {
        return frames.length <= MOST_FRAMES ? frames : Arrays.copyOf(frames, MOST_FRAMES);
    }

    /** Returns the frames in words, the innermost call first. */
    public List<String> frames() {
        return Arrays.stream(getStackTrace()).map(StackTraceElement::toString).toList();
    }

    /** Where it is made says nothing. */
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // there is nothing to guard
    public Throwable fillInStackTrace() {
        return this;
    }
}
