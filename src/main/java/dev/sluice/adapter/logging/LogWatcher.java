package dev.sluice.adapter.logging;

import dev.sluice.control.PoolManager;
import dev.sluice.control.PoolWatcher;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.operation.OperationName;
import java.lang.invoke.MethodHandles;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.jboss.logging.Logger;

/**
 * Logs the events of the pools that it watches, each under the category {@code dev.sluice.pool.<name>}.
 *
 * <p>Lines about the pool itself (started, reset, closed, errors) are always written, at INFO or WARN. Lines about
 * single connections are written at DEBUG, or at INFO while {@link ManagedPool#isVerbose()}. Repeated events (a full
 * pool, failed attempts to connect) have a line at once, then at growing intervals with the number of events between.
 *
 * <p>Thread-safe. A pool has one set of lines, even if it is added repeatedly. After its removal, lines are written as
 * long as the pool has events.
 */
public final class LogWatcher implements PoolWatcher {

    private static final String CATEGORY = "dev.sluice.pool.";

    private static final int MOST_EVENTS = PoolEvent.KEPT;

    private final Set<ManagedPool<?>> known =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    /** Creates a watcher for {@link PoolManager#watch}. */
    public LogWatcher() {}

    @Override
    public void added(ManagedPool<?> pool) {
        if (known.add(pool)) {
            PoolMessages log =
                    Logger.getMessageLogger(MethodHandles.lookup(), PoolMessages.class, CATEGORY + pool.name());
            PoolLog lines = new PoolLog(log, pool::isVerbose);
            pool.recentEvents(MOST_EVENTS).stream()
                    .filter(event ->
                            OperationName.CREATE_POOL.equals(event.operation())) // ended before the pool was added
                    .forEach(lines::on);
            pool.addListener(lines);
        }
    }
}
