package dev.sluice.adapter.quarkus;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;

/** Makes the bean for a named data source of Quarkus. */
public class NamedDataSourceCreator implements SyntheticBeanCreator<AgroalDataSource> {

    static final String NAME = "name";

    @Override
    public AgroalDataSource create(Instance<Object> lookup, Parameters parameters) {
        return lookup.select(DataSourceLookup.class).get().find(parameters.get(NAME, String.class));
    }
}
