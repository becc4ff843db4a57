package dev.sluice.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.access.AuditTrail;
import dev.sluice.access.Guard;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class HostCheckTest {

    private static HostCheck listeningAt(String address, String... names) {
        Map<String, String> settings = Map.of("quarkus.http.host", address);
        return new HostCheck(
                new SmallRyeConfigBuilder()
                        .withSources(new PropertiesConfigSource(settings, "test", 100))
                        .build(),
                new HttpHosts(List.of(names)),
                new Guard(AuditTrail.NONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LocalHost", "127.0.0.1", "[::1]", "::1", "127.0.0.5"})
    @DisplayName("A service at a loopback address has the loopback names and its own address")
    void loopback(String host) {
        assertThat(listeningAt("127.0.0.5").admits(host)).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "evil.example", "localhost.", "localhost.evil.example", "10.0.0.7", "0.0.0.0"})
    @DisplayName("A service at a loopback address refuses each other name, and a request without a host")
    void foreign(@Nullable String host) {
        assertThat(listeningAt("127.0.0.1").admits(host)).isFalse();
    }

    @Test
    @DisplayName("A service has the names of its configuration, in upper and lower case")
    void named() {
        for (String address : List.of("127.0.0.1", "0.0.0.0")) {
            HostCheck check = listeningAt(address, "Pools.example", "fd00::1");
            assertThat(check.admits("pools.EXAMPLE")).isTrue();
            assertThat(check.admits("[fd00::1]")).isTrue();
            assertThat(check.admits("localhost")).isTrue();
            assertThat(check.admits("evil.example")).isFalse();
        }
    }

    @Test
    @DisplayName("A target that is a whole URI names its host, and a path names none")
    void targets() {
        assertThat(HostCheck.hostOfTarget("http://evil.example:80/pool")).isEqualTo("evil.example");
        assertThat(HostCheck.hostOfTarget("http://localhost@evil.example/pool")).isEqualTo("evil.example");
        assertThat(HostCheck.hostOfTarget("http:///pool")).isEmpty();
        assertThat(HostCheck.hostOfTarget("http://a b/pool")).isEmpty();
        for (String path : List.of("/pool", "/pool?x=http://evil.example", "*", "localhost:5432")) {
            assertThat(HostCheck.hostOfTarget(path)).as(path).isNull();
        }
    }

    @Test
    @DisplayName("A service that other machines can reach has any name, if none is configured")
    void reachable() {
        assertThat(listeningAt("0.0.0.0").admits("pools.example")).isTrue();
        assertThat(listeningAt("0.0.0.0").admits(null)).isTrue();
    }
}
