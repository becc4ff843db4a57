package dev.sluice.adapter.logging;

import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.operation.OperationName;
import java.util.TreeMap;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * The particulars of an event as fields of its log line, in the mapped diagnostic context of the thread. A formatter for
 * JSON writes them; the usual pattern of a line does not. Their names begin with {@code sluice.}, so that they replace no
 * field of the application.
 */
final class LogFields {

    static final String POOL = "sluice.pool";
    static final String CONNECTION = "sluice.connection";
    static final String LANE = "sluice.lane";
    static final String TENANT = "sluice.tenant";
    static final String TAGS = "sluice.tags";
    static final String TRACE_ID = "sluice.traceId";
    static final String OPERATION = "sluice.operation";
    static final String ORDER = "sluice.order";

    private static final String[] ALL = {POOL, CONNECTION, LANE, TENANT, TAGS, TRACE_ID, OPERATION, ORDER};

    private LogFields() {}

    /** Writes lines with the fields of the event, and removes the fields afterwards. */
    static void during(PoolEvent event, Runnable lines) {
        OperationName operation = event.operation();
        put(POOL, event.pool());
        put(CONNECTION, event.connection());
        put(LANE, event.lane());
        put(TENANT, event.tenant());
        put(TAGS, event.tags().isEmpty() ? null : new TreeMap<>(event.tags()));
        put(TRACE_ID, event.traceId());
        put(OPERATION, operation == null ? null : operation.text());
        put(ORDER, event.order());
        try {
            lines.run();
        } finally {
            for (String key : ALL) {
                MDC.remove(key);
            }
        }
    }

    private static void put(String key, @Nullable Object value) {
        if (value != null) {
            MDC.put(key, value.toString());
        }
    }
}
