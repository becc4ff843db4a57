package dev.sluice.adapter.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.access.Role;
import dev.sluice.adapter.jmx.remote.RemoteJmx;
import dev.sluice.adapter.jmx.remote.TlsKeys;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class JmxConnectorTest {

    private final TlsKeys keys;

    JmxConnectorTest() throws NoSuchAlgorithmException {
        keys = TlsKeys.of(SSLContext.getDefault());
    }

    private static JmxMapping settings(Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(Map.of("sluice.jmx.enabled", "true"));
        all.putAll(properties);
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(SluiceConfig.class)
                .withDefaultValues(all)
                .build()
                .getConfigMapping(SluiceConfig.class)
                .jmx();
    }

    private RemoteJmx.Address address(Map<String, String> properties, boolean hasUsers) {
        return JmxConnector.address(settings(properties), hasUsers, name -> keys);
    }

    @Test
    void the_connector_is_off_and_local_clients_are_viewers_by_default() {
        JmxMapping settings = settings(Map.of());

        assertThat(settings.remote().enabled()).isFalse();
        assertThat(settings.local()).isEqualTo(Role.VIEWER);
    }

    @Test
    void the_connector_listens_at_loopback_by_default() {
        RemoteJmx.Address address = address(Map.of(), true);

        assertThat(address.host().getHostAddress()).isEqualTo("127.0.0.1");
        assertThat(address.port()).isEqualTo(9010);
        assertThat(address.tls()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "[::]", "192.0.2.1", "[2001:db8::1]"})
    void a_host_that_other_machines_reach_needs_tls(String host) {
        assertThatThrownBy(() -> address(Map.of("sluice.jmx.remote.host", host), true))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageStartingWith("sluice.jmx.remote.host is " + host.replaceAll("[\\[\\]]", ""))
                .hasMessageContaining("set sluice.jmx.remote.tls");
        assertThat(address(Map.of("sluice.jmx.remote.host", host, "sluice.jmx.remote.tls", "server"), true)
                        .tls())
                .isSameAs(keys);
    }

    @Test
    void a_connector_without_users_is_refused() {
        assertThatThrownBy(() -> address(Map.of(), false))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageStartingWith(
                        "sluice.jmx.remote.enabled is true, but the application has no tokens or users");
    }

    @Test
    void a_connector_without_beans_is_refused() {
        assertThatThrownBy(() -> address(Map.of("sluice.jmx.enabled", "false"), true))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageContaining("sluice.jmx.enabled=true");
    }

    @ParameterizedTest
    @CsvSource({
        "sluice.jmx.local, admin",
        "sluice.jmx.local, auditor",
        "sluice.jmx.local, ''",
        "sluice.jmx.remote.port, 0",
        "sluice.jmx.remote.port, 65536",
        "sluice.jmx.remote.host, '127.0.0.1:9010'",
        "sluice.jmx.remote.enabled, yes",
    })
    void a_value_that_makes_no_sense_is_refused_with_its_key(String key, String value) {
        assertThatThrownBy(() -> settings(Map.of(key, value)))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining(key);
    }

    @Test
    void a_local_client_can_be_an_operator() {
        assertThat(settings(Map.of("sluice.jmx.local", "operator")).local()).isEqualTo(Role.OPERATOR);
    }
}
