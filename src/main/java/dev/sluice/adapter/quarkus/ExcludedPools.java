package dev.sluice.adapter.quarkus;

import dev.sluice.control.PoolManager;
import dev.sluice.control.PoolName;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Checks the names in {@value #KEY} once all configured pools are known. A misspelt name would leave a pool in
 * readiness that is not required.
 */
@Singleton
public class ExcludedPools {

    static final String KEY = "sluice.health.exclude";

    private static final Logger LOG = Logger.getLogger(ExcludedPools.class);
    private static final int AFTER_POOLS = 200;

    private final PoolManager manager;
    private final List<String> excluded;

    ExcludedPools(PoolManager manager, SluiceConfig config) {
        this.manager = manager;
        this.excluded = config.health().exclude().orElse(List.of());
    }

    /** Logs a WARN for each name without a pool; such a pool may be created later. */
    public void check(@Observes @Priority(AFTER_POOLS) StartupEvent event) {
        List<String> pools = manager.names().stream().sorted().toList();
        for (String name : unknown(excluded, pools)) {
            LOG.warnf(
                    "%s names '%s', and there is no pool of this name; the pools are %s",
                    KEY, name, String.join(", ", pools));
        }
    }

    /**
     * Returns the names that no pool has.
     *
     * @throws BadConfiguration if no pool could ever have a name: it is malformed, or differs from a pool's only in
     *     case
     */
    static List<String> unknown(List<String> excluded, Collection<String> pools) {
        for (String name : excluded) {
            refuseImpossible(name, pools);
        }
        return excluded.stream().filter(name -> !pools.contains(name)).toList();
    }

    private static void refuseImpossible(String name, Collection<String> pools) {
        try {
            PoolName.check(name);
        } catch (IllegalArgumentException e) {
            throw new BadConfiguration(KEY + " cannot be '" + name + "': a pool's " + e.getMessage());
        }
        for (String pool : pools) {
            if (!pool.equals(name) && pool.equalsIgnoreCase(name)) {
                throw new BadConfiguration(KEY + " cannot be '" + name + "': the pool is named '" + pool + "'");
            }
        }
    }
}
