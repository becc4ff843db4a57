package dev.sluice.adapter.quarkus;

import io.agroal.api.AgroalDataSource;

/** Creates data sources as Quarkus would create them. */
interface OriginalDataSources {

    /** Returns the data source of Quarkus of that name; it is new, and its caller closes it. */
    AgroalDataSource original(String name);
}
