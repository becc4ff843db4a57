package dev.sluice.pool.leak;

import dev.sluice.time.Threads;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stack of a lease: the stack of its acquire, or the present stack of its holder. The message says which. A
 * throwable, because logs accept stacks as throwables; never thrown. At most {@value #MOST_FRAMES} frames.
 */
public final class HolderStack extends Throwable {

    /** Maximum number of frames. Deeper frames are usually the same for all callers. */
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

    /** Returns the stack of the acquire, as captured then, starting at the caller of the pool. */
    public static HolderStack acquired(Thread thread, Throwable captured) {
        return new HolderStack("acquired here, by thread " + Threads.nameOf(thread), callers(captured.getStackTrace()));
    }

    /** Returns the present stack of the thread, or null if it has ended. */
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

    /** Returns the frames as texts, the innermost call first. */
    public List<String> frames() {
        return Arrays.stream(getStackTrace()).map(StackTraceElement::toString).toList();
    }

    /** Does nothing, because the place of the creation of this object is of no interest. */
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // there is nothing to guard
    public Throwable fillInStackTrace() {
        return this;
    }
}
