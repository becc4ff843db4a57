package dev.sluice.adapter.quarkus;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Singleton;

/** Finds what is injected for a data source of Quarkus: a managed one, or Quarkus' own where that is wanted. */
@Singleton
@Unremovable
public class DataSourceLookup {

    private final SluiceConfig config;
    private final Pools pools;
    private final AdoptedDataSources adopted;

    DataSourceLookup(SluiceConfig config, Pools pools, AdoptedDataSources adopted) {
        this.config = config;
        this.pools = pools;
        this.adopted = adopted;
    }

    /** The data source for the pool of that name. */
    AgroalDataSource find(String pool) {
        if (pools.isOwn(pool)) {
            return pools.dataSource(pool);
        }
        if (!adopted.isActive(pool)) {
            return InactiveDataSource.named(pool);
        }
        boolean managed = config.adoptDatasources() && adopted.names().contains(pool);
        return adopted.traced(pool, managed ? pools.dataSource(pool) : adopted.unmanaged(pool));
    }
}
