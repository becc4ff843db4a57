package dev.sluice.adapter.quarkus;

import io.agroal.api.AgroalDataSource;

/** Creates data sources as Quarkus would create them. */
interface OriginalDataSources {

    /** Returns a new data source of Quarkus of that name, which the caller must close. */
    AgroalDataSource original(String name);
}
