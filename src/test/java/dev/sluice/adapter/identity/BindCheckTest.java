package dev.sluice.adapter.identity;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.value.BadValue;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The check of the service's address")
@Tag("fast")
class BindCheckTest {

    private static final Map<String, String> TLS = Map.of(
            "quarkus.http.host", "0.0.0.0",
            "quarkus.tls.key-store.p12.path", "server.p12",
            "quarkus.http.insecure-requests", "disabled");

    private static BindCheck at(String host) {
        return new BindCheck(Map.of("quarkus.http.host", host)::get);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "127.3.2.1", "::1"})
    @DisplayName("accepts a loopback address without credentials and TLS")
    void loopback(String host) {
        assertThatCode(() -> at(host).check(false, false)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.7", "no-such-host.invalid", ""})
    @DisplayName("refuses an address of others without credentials, and without TLS, by the keys to set")
    void others(String host) {
        assertThatThrownBy(() -> at(host).check(false, true))
                .isInstanceOf(BadValue.class)
                .hasMessageStartingWith("quarkus.http.host is ")
                .hasMessageContaining("sluice.security.admin-token")
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> at(host).check(true, false))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("sluice.security.tls-terminated-by-proxy=true")
                .hasMessageContaining("quarkus.tls.key-store");
        assertThatCode(() -> at(host).check(true, true)).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("accepts an address of others with credentials and TLS, if nothing is served without TLS")
    void encrypted() {
        assertThatCode(() -> new BindCheck(TLS::get).check(true, false)).doesNotThrowAnyException();
        assertThatThrownBy(() -> new BindCheck(TLS::get).check(false, false)).isInstanceOf(BadValue.class);
        Map<String, String> plainToo = new HashMap<>(TLS);
        plainToo.put("quarkus.http.insecure-requests", "enabled");
        assertThatThrownBy(() -> new BindCheck(plainToo::get).check(true, false))
                .isInstanceOf(BadValue.class);
    }

    @Test
    @DisplayName("covers the management interface, which listens at every address by default")
    void management() {
        Map<String, String> values = Map.of("quarkus.management.enabled", "true");
        assertThatThrownBy(() -> new BindCheck(values::get).check(true, false))
                .hasMessageStartingWith("quarkus.management.host is 0.0.0.0");
    }
}
