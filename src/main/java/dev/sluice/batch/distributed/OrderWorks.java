package dev.sluice.batch.distributed;

import dev.sluice.jdbc.ManagedDataSource;
import java.sql.Connection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The orders that this process has worked on most recently. Thread-safe. */
final class OrderWorks {

    private static final int MOST = 32;

    private final DataSource own;
    private final ManagedDataSource pool;
    private final HandlerLookup handlers;
    private final Map<String, OrderWork> known = new LinkedHashMap<>(); // Guarded by itself

    OrderWorks(DataSource own, ManagedDataSource pool, HandlerLookup handlers) {
        this.own = own;
        this.pool = pool;
        this.handlers = handlers;
    }

    /** Returns the order of this name, or null; throws if this process cannot do its work. */
    @Nullable
    OrderWork find(String batch) throws Exception {
        synchronized (known) {
            OrderWork work = known.get(batch);
            if (work != null) {
                return work;
            }
        }
        OrderRow order;
        try (Connection connection = own.getConnection()) {
            order = OrderTable.find(connection, batch);
        }
        return order == null ? null : remember(OrderWork.of(order, pool, handlers));
    }

    /** Returns the one instance that all workers share, so that it is prepared once. */
    private OrderWork remember(OrderWork work) {
        synchronized (known) {
            OrderWork first = known.putIfAbsent(work.order().id(), work);
            Iterator<String> oldest = known.keySet().iterator();
            while (known.size() > MOST) {
                oldest.next();
                oldest.remove();
            }
            return first == null ? work : first;
        }
    }

    void forget(OrderWork work) {
        synchronized (known) {
            known.remove(work.order().id(), work);
        }
    }
}
