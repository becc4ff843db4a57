package dev.sluice.adapter.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class PoolNamesTest {

    private static Set<String> names(Set<String> quarkus, Map<String, String> properties) {
        return pools(quarkus, properties).names();
    }

    private static ConfiguredPools pools(Set<String> quarkus, Map<String, String> properties) {
        SluiceConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(SluiceConfig.class)
                .withDefaultValues(properties)
                .build()
                .getConfigMapping(SluiceConfig.class);
        return new ConfiguredPools(config, new KnownDataSources(quarkus), new KeptPools(config));
    }

    /** Quarkus, as far as names go. */
    private static final class KnownDataSources extends AdoptedDataSources {

        private final Set<String> names;

        KnownDataSources(Set<String> names) {
            super(null, null, null, null, null, null, null, null);
            this.names = names;
        }

        @Override
        Set<String> names() {
            return names;
        }
    }

    @Test
    @DisplayName("a name that Quarkus and Sluice both give a database is refused, with the key named")
    void duplicate() {
        assertThatThrownBy(() -> names(Set.of("orders"), Map.of("sluice.pools.orders.url", "jdbc:h2:mem:other")))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageContaining("duplicate pool name")
                .hasMessageContaining("sluice.pools.orders.url")
                .hasMessageContaining("'orders'");
    }

    @Test
    @DisplayName("B5 two pools whose names differ by case only are refused, in any place of the configuration")
    void differByCase() {
        assertThatThrownBy(() -> names(
                        Set.of(),
                        Map.of("sluice.pools.orders.url", "jdbc:h2:mem:a", "sluice.pools.Orders.url", "jdbc:h2:mem:b")))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageContaining("'orders'")
                .hasMessageContaining("'Orders'")
                .hasMessageContaining("differ by case only");
        assertThatThrownBy(() -> names(Set.of("orders"), Map.of("sluice.pools.ORDERS.url", "jdbc:h2:mem:a")))
                .isInstanceOf(BadConfiguration.class)
                .hasMessage("duplicate pool name: 'orders' and 'ORDERS' differ by case only");
    }

    @Test
    @DisplayName("B5 a name that no pool can have is refused as a setting, with its key")
    void badName() {
        assertThatThrownBy(() -> names(Set.of(), Map.of("sluice.pools.\"a b\".url", "jdbc:h2:mem:a")))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageStartingWith("sluice.pools.\"a b\": a pool's name must have letters, digits");
        assertThatThrownBy(() -> names(Set.of("a b"), Map.of()))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageStartingWith("quarkus.datasource.\"a b\": a pool's name");
    }

    @Test
    @DisplayName("settings without a URL are for the data source of Quarkus of that name")
    void overlay() {
        assertThat(names(Set.of("orders"), Map.of("sluice.pools.orders.max-size", "3")))
                .containsExactly("orders");
    }

    @Test
    @DisplayName("the fallback is there only in a demonstration, and if nothing else configures a pool")
    void fallback() {
        Map<String, String> demonstration =
                Map.of("sluice.fallback-url", "jdbc:h2:mem:x", "sluice.demonstration", "true");
        assertThat(names(Set.of(), demonstration)).containsExactly("default");
        assertThat(pools(Set.of(), demonstration).urls()).containsExactly("jdbc:h2:mem:x");
        assertThat(names(Set.of("orders"), demonstration)).containsExactly("orders");
        assertThat(names(Set.of(), Map.of("sluice.demonstration", "true"))).isEmpty();

        Map<String, String> production = Map.of("sluice.fallback-url", "jdbc:h2:mem:x");
        assertThat(names(Set.of(), production)).isEmpty();
        assertThat(pools(Set.of(), production).urls()).isEmpty();
        assertThat(pools(Set.of(), production).isDemonstration()).isFalse();
    }

    @Test
    @DisplayName("a service without any pool does not start in production, and the message names the settings")
    void nothingConfigured() {
        Map<String, String> service = Map.of("sluice.security.mechanisms", "true");
        assertThatThrownBy(() -> pools(Set.of(), service).requireAny())
                .isInstanceOf(BadConfiguration.class)
                .hasMessageContaining("sluice.pools.default.url")
                .hasMessageContaining("sluice.pools-file")
                .hasMessageContaining("sluice.demonstration=true");

        pools(Set.of("orders"), service).requireAny();
        pools(Set.of(), and(and(service, "sluice.fallback-url", "jdbc:h2:mem:x"), "sluice.demonstration", "true"))
                .requireAny();
        pools(Set.of(), and(service, "sluice.pools.orders.url", "jdbc:postgresql://db/orders"))
                .requireAny();
        pools(Set.of(), and(service, "sluice.endpoints.cache.address", "127.0.0.1:6379"))
                .requireAny();
        pools(Set.of(), and(service, "sluice.pools-file", "target/none.json")).requireAny();
        pools(Set.of(), Map.of()).requireAny(); // an application that embeds the jar
        pools(Set.of(), Map.of("sluice.fallback-url", "jdbc:h2:mem:x")).requireAny();
    }

    private static Map<String, String> and(Map<String, String> settings, String key, String value) {
        Map<String, String> more = new HashMap<>(settings);
        more.put(key, value);
        return more;
    }
}
