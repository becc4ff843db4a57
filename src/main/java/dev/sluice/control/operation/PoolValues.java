package dev.sluice.control.operation;

import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The values of a pool for the audit log, before and after a change. */
final class PoolValues {

    private PoolValues() {}

    /**
     * Returns state and sizes of a pool; no values if it does not exist.
     *
     * @param pools finds the pool of a name
     */
    static Map<String, String> of(Function<String, ManagedPool<?>> pools, String pool) {
        try {
            ManagedPool<?> managed = pools.apply(pool);
            PoolConfig config = managed.config();
            Map<String, String> values = new LinkedHashMap<>();
            values.put("state", managed.state().name());
            values.put("minSize", String.valueOf(config.minSize()));
            values.put("maxSize", String.valueOf(config.maxSize()));
            return values;
        } catch (RuntimeException e) {
            return Map.of(); // the operation itself has the reason
        }
    }
}
