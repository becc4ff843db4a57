package dev.sluice.adapter.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.control.PoolManager;
import dev.sluice.tcp.TcpPool;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("An endpoint is configured under sluice.endpoints")
@Tag("fast")
class EndpointsTest {

    private final PoolManager manager = new PoolManager();

    private Endpoints endpoints(Map<String, String> properties) {
        Map<String, String> all = new HashMap<>();
        properties.forEach((key, value) -> all.put("sluice.endpoints.\"cache\"." + key, value));
        SluiceConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(SluiceConfig.class)
                .withDefaultValues(all)
                .build()
                .getConfigMapping(SluiceConfig.class);
        return new Endpoints(config, manager);
    }

    @AfterEach
    void close() {
        manager.close(Duration.ZERO);
    }

    @Test
    @DisplayName("with all of its settings; the pool is there, whether the endpoint is or not")
    void settings() {
        Endpoints endpoints = endpoints(Map.ofEntries(
                Map.entry("address", "127.0.0.1:1,[::1]:1"),
                Map.entry("size", "2"),
                Map.entry("retry-min", "1s"),
                Map.entry("retry-max", "2s"),
                Map.entry("connect-timeout", "1s"),
                Map.entry("read-timeout", "3s"),
                Map.entry("write-timeout", "4s"),
                Map.entry("acquisition-timeout", "5s"),
                Map.entry("leak-threshold", "6s"),
                Map.entry("keep-alive", "true"),
                Map.entry("tls", "true")));
        endpoints.openAll();

        TcpPool pool = endpoints.pool("cache");
        assertThat(pool).isSameAs(endpoints.pool("cache"));
        assertThat(manager.names()).containsExactly("cache");
        assertThat(manager.pool("cache")).isSameAs(pool.pool());
        assertThat(pool.pool().config().maxSize()).isEqualTo(2);
        assertThat(pool.pool().config().acquisitionTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(pool.pool().config().leakThreshold()).isEqualTo(Duration.ofSeconds(6));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    address         | cache        | address must be host:port with a port from 1 to 65535
                    address         | cache:x      | 5432: 'cache:x'
                    address         | cache:0      | 5432: 'cache:0'
                    address         | :6379        | 5432: ':6379'
                    retry-max       | 1ms          | cannot create Conn with retry max
                    """)
    @DisplayName("an invalid setting is refused with the endpoint's key, and opens nothing")
    void nonsense(String key, String value, String words) {
        Map<String, String> properties = new HashMap<>(Map.of("address", "127.0.0.1:1"));
        properties.put(key, value);

        assertThatThrownBy(endpoints(properties)::openAll)
                .isInstanceOf(BadConfiguration.class)
                .hasMessageStartingWith("sluice.endpoints.\"cache\": ")
                .hasMessageContaining(words);
        assertThat(manager.names()).isEmpty();
    }

    @Test
    @DisplayName("a name in use, and a name without a configuration, are refused")
    void names() {
        Endpoints endpoints = endpoints(Map.of("address", "127.0.0.1:1"));
        endpoints.openAll();
        assertThatThrownBy(endpoints(Map.of("address", "127.0.0.1:1"))::openAll)
                .isInstanceOf(BadConfiguration.class)
                .hasMessageContaining("duplicate pool name");
        assertThatThrownBy(() -> endpoints.pool("other"))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageContaining("no endpoint 'other'");
    }
}
