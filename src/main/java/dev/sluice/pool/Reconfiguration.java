package dev.sluice.pool;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.value.BadValue;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Changes the settings of a pool while it serves. Thread-safe: of concurrent changes, none is lost. */
final class Reconfiguration<R> {

    private final PoolCore<R> core;
    private final PoolParts<R> parts;
    private final Housekeeper<R> housekeeper;

    Reconfiguration(PoolParts<R> parts, Housekeeper<R> housekeeper) {
        this.core = parts.core;
        this.parts = parts;
        this.housekeeper = housekeeper;
        parts.adaptiveSize.use(this::resizeFrom);
    }

    /**
     * Checks that the pool can carry out its policies.
     *
     * @throws BadValue with the key and the reason, if it cannot
     */
    void checkPolicies() {
        parts.policies.check(core.config.policies());
    }

    /** Changes settings. See {@link ManagedPool#reconfigure}. */
    void change(UnaryOperator<PoolConfig.Builder> change) {
        PoolConfig before;
        PoolConfig after;
        do {
            before = core.config;
            after = change.apply(before.toBuilder()).build();
            parts.policies.check(after.policies());
        } while (!core.replace(before, after));
        parts.policies.refresh();
        String rules = Stream.of(
                        after.admission().changesOf(before.admission()),
                        after.policies().changesOf(before.policies()))
                .filter(changes -> !changes.isEmpty())
                .collect(Collectors.joining(", "));
        core.events.pool(Type.RECONFIGURED, 0, rules.isEmpty() ? sizes(after) : sizes(after) + ", rules: " + rules);
        parts.leaks.capture().review(after.leakStacks(), core.ticker.nanos());
        housekeeper.reschedule();
        housekeeper.shrink();
        parts.growth.meetDemand();
    }

    /**
     * Changes the maximum for a policy, unless it was changed meanwhile. Does not delay the maintenance. Returns whether it
     * has changed the maximum.
     */
    private boolean resizeFrom(int max, int newMax) {
        PoolConfig before;
        PoolConfig after;
        do {
            before = core.config;
            if (before.maxSize() != max) {
                return false;
            }
            after = before.toBuilder().maxSize(newMax).build();
        } while (!core.replace(before, after)); // another setting was changed meanwhile
        core.events.pool(Type.RECONFIGURED, 0, sizes(after));
        housekeeper.shrink();
        parts.growth.meetDemand();
        return true;
    }

    private static String sizes(PoolConfig config) {
        return "min " + config.minSize() + ", max " + config.maxSize();
    }
}
