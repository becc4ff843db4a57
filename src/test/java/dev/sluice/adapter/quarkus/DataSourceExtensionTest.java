package dev.sluice.adapter.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DataSourceExtensionTest {

    @Test
    @DisplayName("named data sources are found by their keys, quoted or not; settings of the default one are no names")
    void findsNames() {
        assertThat(DataSourceExtension.names(List.of(
                        "quarkus.datasource.db-kind",
                        "quarkus.datasource.jdbc.url",
                        "quarkus.datasource.jdbc",
                        "quarkus.datasource.devservices.enabled",
                        "quarkus.datasource.orders.db-kind",
                        "quarkus.datasource.orders.jdbc.max-size",
                        "quarkus.datasource.\"in.ventory\".jdbc.url",
                        "quarkus.datasource.archive.jdbc",
                        "sluice.pools.other.url")))
                .containsExactly("archive", "in.ventory", "orders");
    }
}
