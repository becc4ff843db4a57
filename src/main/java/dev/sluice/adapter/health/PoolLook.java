package dev.sluice.adapter.health;

import dev.sluice.control.PoolControl;
import dev.sluice.control.Readiness;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.failure.UnknownPool;
import java.util.List;
import java.util.stream.Stream;

/** What a pool looks like, and whether it can do its work. */
record PoolLook(PoolStats stats, Readiness readiness) {

    /** Every pool there is. */
    static List<PoolLook> all(PoolControl pools) {
        return pools.names().stream().flatMap(name -> of(pools, name)).toList();
    }

    /** Empty if the pool has gone since it was named. */
    private static Stream<PoolLook> of(PoolControl pools, String name) {
        try {
            return Stream.of(new PoolLook(pools.stats(name), pools.readiness(name)));
        } catch (UnknownPool e) {
            return Stream.empty();
        }
    }
}
