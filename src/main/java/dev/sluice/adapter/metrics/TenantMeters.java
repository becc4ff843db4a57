package dev.sluice.adapter.metrics;

import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.PoolListener;
import io.micrometer.core.instrument.Gauge;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Leases by tenant, while the policy of the pool names tenants. Each of the first {@value #MOST} named tenants has a
 * meter, and one meter counts all others. So callers cannot create further meters.
 */
final class TenantMeters implements PoolListener {

    static final String LEASES = "sluice.pool.tenant.leases";
    static final int MOST = 100;

    /** Name of the meter for other tenants; a tenant of this name is counted there, too. */
    static final String OTHERS = "(others)";

    private final Meters meters;
    private final String pool;
    private final Supplier<Set<String>> named;
    private final List<Gauge> gauges = new ArrayList<>(); // Guarded by this
    private Set<String> followed = Set.of(); // Guarded by this

    TenantMeters(Meters meters, String pool, Supplier<Set<String>> named) {
        this.meters = meters;
        this.pool = pool;
        this.named = named;
    }

    @Override
    public boolean wantsLeases() {
        return false;
    }

    @Override
    public void on(PoolEvent event) {
        if (event.type() == PoolEvent.Type.RECONFIGURED) {
            follow();
        }
    }

    /** Registers meters for the tenants of the present policy, and removes all others. */
    synchronized void follow() {
        Set<String> wanted = named.get().stream()
                .filter(tenant -> !tenant.equals(OTHERS))
                .sorted()
                .limit(MOST)
                .collect(Collectors.toCollection(TreeSet::new));
        if (wanted.equals(followed)) {
            return;
        }
        followed = wanted;
        gauges.forEach(meters::remove);
        gauges.clear();
        wanted.forEach(tenant -> register(tenant, tenant::equals));
        if (!wanted.isEmpty()) {
            register(OTHERS, tenant -> !wanted.contains(tenant));
        }
    }

    // Guarded by this
    private void register(String tenant, Predicate<String> isMeant) {
        Gauge gauge = meters.register(registry -> Gauge.builder(
                        LEASES, meters.stats(), recent -> held(recent.heldByTenant(), isMeant))
                .description("Connections that a tenant holds; of those without a meter under (others)")
                .tag("pool", pool)
                .tag("tenant", tenant)
                .register(registry));
        if (gauge != null) {
            gauges.add(gauge);
        }
    }

    private static long held(Map<String, Integer> leases, Predicate<String> isMeant) {
        return leases.entrySet().stream()
                .filter(each -> isMeant.test(each.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
