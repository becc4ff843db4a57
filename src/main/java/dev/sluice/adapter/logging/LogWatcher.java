package dev.sluice.adapter.logging;

import dev.sluice.control.PoolManager;
import dev.sluice.pool.ManagedPool;
import java.lang.invoke.MethodHandles;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.jboss.logging.Logger;

/**
 * Writes to the log what happens in the pools it is told of, each under the category
 * {@code dev.sluice.pool.<name>}.
 *
 * <p>Lines about the pool itself (started, reset, closed, errors) are always written, at INFO or WARN; lines
 * about single connections at DEBUG, or at INFO while {@link ManagedPool#isVerbose()}. What repeats itself (a
 * full pool, attempts to connect that fail) has a line at once, then at growing intervals with the number of those
 * between. Passwords that drivers quote in their messages are masked.
 *
 * <p>Thread-safe. A pool has one set of lines, however often it is added; they go on after it was removed, as
 * long as something happens in it.
 */
public final class LogWatcher implements PoolManager.Watcher {

    private static final String CATEGORY = "dev.sluice.pool.";

    private final Set<ManagedPool<?>> known =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    /** To be given to {@link PoolManager#watch}. */
    public LogWatcher() {}

    @Override
    public void added(ManagedPool<?> pool) {
        if (known.add(pool)) {
            PoolMessages log =
                    Logger.getMessageLogger(MethodHandles.lookup(), PoolMessages.class, CATEGORY + pool.name());
            pool.addListener(new PoolLog(log, pool::isVerbose));
        }
    }
}
