package dev.sluice.adapter.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.agroal.runtime.DataSourceJdbcRuntimeConfig;
import io.quarkus.agroal.runtime.DataSourcesJdbcRuntimeConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("Quarkus reads of its data sources")
@Tag("fast")
class DataSourceInterceptorTest {

    private static DataSourceJdbcRuntimeConfig jdbc(String name, Map<String, String> properties) {
        DataSourcesJdbcRuntimeConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withInterceptors(new DataSourceInterceptor())
                .withMapping(DataSourcesJdbcRuntimeConfig.class)
                .withMappingIgnore("quarkus.datasource.**")
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build()
                .getConfigMapping(DataSourcesJdbcRuntimeConfig.class);
        return Objects.requireNonNull(config.dataSources().get(name)).jdbc();
    }

    @Test
    @DisplayName("the URL that sluice.pools has, where Quarkus has none")
    void url() {
        Map<String, String> properties = Map.of(
                "quarkus.datasource.orders.db-kind", "h2",
                "sluice.pools.orders.url", "jdbc:h2:mem:orders",
                "sluice.pools.default.url", "jdbc:h2:mem:default");
        assertThat(jdbc("orders", properties).url()).contains("jdbc:h2:mem:orders");
        assertThat(jdbc("<default>", properties).url()).contains("jdbc:h2:mem:default");
        assertThat(jdbc("other", properties).url()).isEmpty();
    }

    @Test
    @DisplayName("the own URL of Quarkus if one is set, and an initial size of zero unless the pools stay Quarkus'")
    void ownUrl() {
        Map<String, String> properties = Map.of(
                "quarkus.datasource.orders.jdbc.url", "jdbc:h2:mem:quarkus",
                "quarkus.datasource.orders.jdbc.initial-size", "7",
                "sluice.pools.orders.url", "jdbc:h2:mem:sluice");
        assertThat(jdbc("orders", properties).url()).contains("jdbc:h2:mem:quarkus");
        assertThat(jdbc("orders", properties).initialSize()).hasValue(0);
        Map<String, String> kept = new HashMap<>(properties);
        kept.put("sluice.adopt-datasources", " false ");
        assertThat(jdbc("orders", kept).initialSize()).hasValue(7);
    }
}
