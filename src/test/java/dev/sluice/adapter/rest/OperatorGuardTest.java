package dev.sluice.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class OperatorGuardTest {

    private static final String TOKEN = "correct-horse";

    private final OperatorGuard open = new OperatorGuard(config(Map.of()));
    private final OperatorGuard locked = new OperatorGuard(config(Map.of(OperatorGuard.KEY, TOKEN)));

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, localhost",
        "127.0.0.1, LOCALHOST",
        "127.8.7.6, 127.0.0.1",
        "0:0:0:0:0:0:0:1, [::1]",
        "::ffff:127.0.0.1, localhost"
    })
    @DisplayName("Without a token a program on this machine may change pools")
    void local(String address, String host) {
        assertThatCode(() -> open.admit(caller(address, host, Map.of()))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"10.0.0.7", "192.168.1.1", "2001:db8::1", "0.0.0.0", "not-an-address.invalid"})
    @DisplayName("Without a token no remote caller may change pools, and the refusal names the key that allows it")
    void remote(String address) {
        assertThatThrownBy(() -> open.admit(caller(address, "localhost", Map.of())))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.type().status()).isEqualTo(403);
                    assertThat(refusal.type()).isEqualTo(ProblemType.NOT_LOCAL);
                    assertThat(refusal.getMessage()).contains("set sluice.http.operator-token");
                });
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"evil.example", "localhost.evil.example", "127.0.0.1.nip.example", "pool"})
    @DisplayName("A name that a foreign DNS invented for this machine does not count as local")
    void rebinding(String host) {
        assertRefused(open, caller("127.0.0.1", host, Map.of()), ProblemType.NOT_LOCAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-For", "Forwarded", "X-Forwarded-Host", "X-Real-IP", "Via"})
    @DisplayName("A proxy on this machine does not make its clients local")
    void proxied(String header) {
        assertRefused(open, caller("127.0.0.1", "localhost", Map.of(header, "127.0.0.1")), ProblemType.NOT_LOCAL);
    }

    @Test
    @DisplayName("With a token it does not matter where the caller is, only that it has it")
    void token() {
        assertThatCode(() -> locked.admit(bearer("10.0.0.7", "Bearer " + TOKEN)))
                .doesNotThrowAnyException();
        assertThatCode(() -> locked.admit(bearer("10.0.0.7", "bearer " + TOKEN)))
                .doesNotThrowAnyException();
        for (String wrong : new String[] {
            "Bearer", "Bearer ", "Bearer correct-hors", "Bearer correct-horse2", "Basic " + TOKEN, TOKEN
        }) {
            assertRefused(locked, bearer("127.0.0.1", wrong), ProblemType.TOKEN_REQUIRED);
        }
        assertRefused(locked, caller("127.0.0.1", "localhost", Map.of()), ProblemType.TOKEN_REQUIRED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example",
                "null",
                "http://localhost:3000",
                "https://localhost:8080",
                "http://localhost",
                "not an origin",
                ""
            })
    @DisplayName("A page of another origin may not change pools, token or not")
    void foreignOrigin(String origin) {
        var headers = Map.of("Origin", origin, "Authorization", "Bearer " + TOKEN);
        assertRefused(open, caller("127.0.0.1", "localhost", headers), ProblemType.CROSS_SITE);
        assertRefused(locked, caller("127.0.0.1", "localhost", headers), ProblemType.CROSS_SITE);
    }

    @ParameterizedTest
    @CsvSource({"http://localhost:8080, same-origin", "http://LOCALHOST:8080, none"})
    @DisplayName("Pages of Sluice may change pools, and so may requests without a page")
    void ownPage(String origin, String site) {
        var headers = Map.of("Origin", origin, "Sec-Fetch-Site", site);
        assertThatCode(() -> open.admit(caller("127.0.0.1", "localhost", headers)))
                .doesNotThrowAnyException();
    }

    @Test
    @DisplayName("A default port may be left out of an origin")
    void defaultPort() {
        Caller caller = new Caller("127.0.0.1", "https", "localhost", 443, Map.of("Origin", "https://localhost")::get);
        assertThatCode(() -> open.admit(caller)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "something-new"})
    @DisplayName("The browser's own header counts as much as the origin")
    void crossSite(String site) {
        assertRefused(open, caller("127.0.0.1", "localhost", Map.of("Sec-Fetch-Site", site)), ProblemType.CROSS_SITE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    @DisplayName("A blank token is refused with its key")
    void blank(String token) {
        Config config = config(Map.of(OperatorGuard.KEY, token));
        assertThatThrownBy(() -> new OperatorGuard(config))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("sluice.http.operator-token is blank");
    }

    private static void assertRefused(OperatorGuard guard, Caller caller, ProblemType type) {
        assertThatThrownBy(() -> guard.admit(caller)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.type()).isEqualTo(type);
            assertThat(refusal.getMessage()).doesNotContain(TOKEN);
        });
    }

    private static Caller bearer(String address, String authorization) {
        return caller(address, "pool.example", Map.of("Authorization", authorization));
    }

    private static Caller caller(String address, String host, Map<String, String> headers) {
        return new Caller(address, "http", host, 8080, headers::get);
    }

    private static Config config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build();
    }
}
