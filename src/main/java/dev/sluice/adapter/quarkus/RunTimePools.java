package dev.sluice.adapter.quarkus;

import dev.sluice.adapter.quarkus.OpenPool.PoolOrigin;
import dev.sluice.control.PoolFactory;
import dev.sluice.control.operation.PoolPlan;
import dev.sluice.control.setting.BadSetting;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.failure.Unsupported;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.value.BadValue;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Creates JDBC pools at run time, from the settings of a configuration. */
@Singleton
public class RunTimePools implements PoolFactory {

    private static final Logger LOG = Logger.getLogger(RunTimePools.class);

    private final Pools pools;
    private final KeptPools kept;
    private final int most;

    /** Pools that are created but not registered yet. */
    private final Map<ManagedPool<?>, OpenPool> coming = new ConcurrentHashMap<>();

    RunTimePools(Pools pools, KeptPools kept, SluiceConfig config) {
        this.pools = pools;
        this.kept = kept;
        most = config.maxPools();
    }

    @Override
    public int mostPools() {
        return most;
    }

    @Override
    public ManagedPool<?> make(PoolPlan plan) {
        PoolMapping settings = pools.read(plan);
        String url = settings.url().orElseThrow(() -> new BadSetting("url", "must be given", "missing"));
        if (plan.persist()) {
            kept.check(plan);
        }
        try {
            OpenPool made =
                    pools.own(plan.name(), url, settings, plan.persist() ? PoolOrigin.KEPT : PoolOrigin.PASSING);
            coming.put(made.pool(), made);
            return made.pool();
        } catch (BadConfiguration e) {
            BadValue refusal = e.refusal();
            throw refusal == null
                    ? new BadSetting("settings", "are refused: " + e.getMessage())
                    : new BadSetting(refusal.name(), refusal.rule(), refusal.value());
        }
    }

    @Override
    public void keep(PoolPlan plan, ManagedPool<?> pool) {
        if (plan.persist()) {
            try {
                kept.add(plan);
            } catch (IOException e) {
                throw new Unsupported(
                        plan.name(), OperationName.CREATE_POOL.text(), "cannot be kept in its file: " + e);
            }
        }
        pools.add(Objects.requireNonNull(coming.remove(pool)));
        LOG.infof(
                "pool '%s' was created while the service runs%s",
                plan.name(), plan.persist() ? ", and is opened again after a restart" : "");
    }

    @Override
    public void checkDeletable(ManagedPool<?> pool) {
        OpenPool known = pools.find(pool);
        if (known == null) {
            throw new Unsupported(
                    pool.name(),
                    OperationName.DELETE_POOL.text(),
                    "was created by the application, which must close it");
        }
        if (known.origin() == PoolOrigin.ADOPTED) {
            throw new Unsupported(
                    pool.name(),
                    OperationName.DELETE_POOL.text(),
                    "stands behind a data source of the application; close would end it");
        }
    }

    @Override
    public String forget(ManagedPool<?> pool, boolean forGood) {
        OpenPool unstarted = coming.remove(pool);
        if (unstarted != null) {
            unstarted.threads().close();
            return "";
        }
        OpenPool known = pools.find(pool);
        if (known == null) {
            return "";
        }
        known.threads().close();
        pools.drop(known);
        LOG.infof("pool '%s' was deleted", pool.name());
        return switch (known.origin()) {
            case ADOPTED, CONFIGURED -> "the pool is in the configuration, and is opened again at the next start";
            case KEPT ->
                forGood ? removeFromFile(pool) : "the pool is opened again at the next start, unless persist is given";
            case PASSING -> "";
        };
    }

    private String removeFromFile(ManagedPool<?> pool) {
        try {
            kept.remove(pool.name());
            return "";
        } catch (IOException e) {
            return "the pool is opened again at the next start, because its file cannot be written: " + e;
        }
    }
}
