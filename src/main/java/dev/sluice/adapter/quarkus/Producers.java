package dev.sluice.adapter.quarkus;

import dev.sluice.access.AuditTrail;
import dev.sluice.access.Demonstration;
import dev.sluice.adapter.health.HealthConfig;
import dev.sluice.adapter.jfr.FlightWatcher;
import dev.sluice.adapter.jmx.BatchBeans;
import dev.sluice.adapter.jmx.JmxExporter;
import dev.sluice.adapter.jmx.JmxRequester;
import dev.sluice.adapter.logging.BatchLog;
import dev.sluice.adapter.logging.LogWatcher;
import dev.sluice.adapter.rest.HttpHosts;
import dev.sluice.adapter.rest.HttpLimits;
import dev.sluice.batch.control.Batches;
import dev.sluice.batch.control.ListenerPair;
import dev.sluice.control.PoolControl;
import dev.sluice.control.PoolManager;
import dev.sluice.control.PoolName;
import dev.sluice.control.diagnosis.ApplicationFrames;
import dev.sluice.control.operation.OperatorLimits;
import dev.sluice.jdbc.ManagedDataSource;
import dev.sluice.pool.DeadlineSource;
import dev.sluice.tcp.TcpPool;
import dev.sluice.time.Ticker;
import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.DefaultBean;
import io.quarkus.arc.InactiveBeanException;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.inject.Singleton;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import javax.sql.DataSource;

/** Producers of the beans that applications inject. */
@Singleton
public class Producers {

    /** Produces the registry, one per application. Beans that limit waits limit those of all its pools. */
    @Produces
    @Singleton
    @Unremovable
    @Typed({PoolManager.class, PoolControl.class})
    PoolManager manager(AuditTrail trail, SluiceConfig config, @Any Instance<DeadlineSource> limits) {
        PoolManager manager = new PoolManager(
                trail,
                config.security().operatorMaxSize().map(OperatorLimits::new).orElse(OperatorLimits.NONE));
        config.diagnosis().frameworks().map(ApplicationFrames::new).ifPresent(manager::use);
        manager.watch(new LogWatcher());
        manager.watch(pool -> limits.forEach(pool::limitWaits));
        manager.watch(new FlightWatcher());
        return manager;
    }

    /**
     * Produces the MBeans of pools and batches. They are removed after their last notification. Without
     * {@code sluice.jmx.enabled}, no client sees them.
     */
    @Produces
    @Singleton
    @Unremovable
    JmxExporter exporter(PoolManager manager, AuditTrail trail, SluiceConfig config) {
        return config.jmx().enabled()
                ? JmxExporter.onPlatformServer(
                        manager, new JmxRequester(config.jmx().local()), trail)
                : JmxExporter.unseen(manager);
    }

    /** Returns the beans of the batches. */
    @Produces
    @Singleton
    BatchBeans batchBeans(JmxExporter exporter) {
        return new BatchBeans(exporter);
    }

    /** Produces the registry of the batches of this process. */
    @Produces
    @Singleton
    @Unremovable
    Batches batches(ApplicationBatchContext context, SluiceConfig config, BatchBeans beans) {
        BatchMapping settings = config.batch();
        Batches.Limits limits = new Batches.Limits(settings.mostRunning(), settings.sql(), settings.mostBytes());
        return new Batches(
                context, limits, id -> new ListenerPair(new BatchLog(id), beans.listener(id)), Ticker.system());
    }

    /** Produces the demonstration mode of processes that never have it, because they have no mechanisms of Sluice. */
    @Produces
    @ApplicationScoped
    @DefaultBean
    Demonstration demonstration() {
        return Demonstration.NEVER;
    }

    /** Produces the limits for slow clients. */
    @Produces
    @Singleton
    @Unremovable
    HttpLimits httpLimits(SluiceConfig config) {
        HttpMapping.ClientLimits limits = config.http().limits();
        return new HttpLimits(
                limits.enabled(),
                limits.unreadBytes().map(OptionalLong::of).orElseGet(OptionalLong::empty),
                limits.unreadTimeout(),
                limits.headerTimeout(),
                limits.keepAlive(),
                limits.bodyTimeout(),
                limits.followers());
    }

    /** Produces the names of the service in requests. */
    @Produces
    @Singleton
    @Unremovable
    HttpHosts httpHosts(SluiceConfig config) {
        return new HttpHosts(config.http().hosts().orElse(List.of()));
    }

    /**
     * Produces the health settings. Readiness ignores the pools of {@code sluice.health.exclude} and the data sources
     * that Quarkus excludes.
     */
    @Produces
    @Singleton
    HealthConfig health(AdoptedDataSources adopted, SluiceConfig config) {
        Set<String> excluded = new LinkedHashSet<>(adopted.healthExcluded());
        excluded.addAll(config.health().exclude().orElse(List.of()));
        List<String> names = List.copyOf(excluded);
        return () -> names;
    }

    /** Produces the default data source, where Quarkus has none. */
    @Produces
    @ApplicationScoped
    @DefaultBean
    @Unremovable
    @Default
    @Typed({AgroalDataSource.class, DataSource.class})
    AgroalDataSource defaultDataSource(Pools pools) {
        if (!pools.isOwn(PoolName.DEFAULT)) {
            throw new InactiveBeanException(
                    "there is no default data source: neither sluice.pools.default.url nor quarkus.datasource.jdbc.url is"
                            + " set");
        }
        return pools.dataSource(PoolName.DEFAULT);
    }

    /** Produces the default pool's data source. */
    @Produces
    @Singleton
    @Typed(ManagedDataSource.class)
    ManagedDataSource managedDataSource(Pools pools) {
        return pools.dataSource(PoolName.DEFAULT);
    }

    /** Produces the data source of the pool that the injection point names. */
    @Produces
    @Dependent
    @SluicePool("")
    @Typed(ManagedDataSource.class)
    ManagedDataSource namedDataSource(Pools pools, InjectionPoint point) {
        return pools.dataSource(nameAt(point));
    }

    /** Produces the pool of the endpoint that the injection point names. */
    @Produces
    @Dependent
    @SluicePool("")
    @Typed(TcpPool.class)
    TcpPool endpoint(Endpoints endpoints, InjectionPoint point) {
        return endpoints.pool(nameAt(point));
    }

    private static String nameAt(InjectionPoint point) {
        return point.getQualifiers().stream()
                .filter(SluicePool.class::isInstance)
                .map(qualifier -> ((SluicePool) qualifier).value())
                .findFirst()
                .orElse(PoolName.DEFAULT);
    }
}
