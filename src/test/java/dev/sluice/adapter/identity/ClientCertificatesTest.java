package dev.sluice.adapter.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.access.Mechanism;
import dev.sluice.access.PoolScope;
import dev.sluice.access.Principal;
import dev.sluice.access.Role;
import dev.sluice.value.BadValue;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.tls.runtime.TrustAllOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The settings of client certificates")
@Tag("fast")
class ClientCertificatesTest {

    private static final ClientCertificates CONFIGURED = new ClientCertificates(CertificateReader.read(valid()));

    private static Map<String, String> valid() {
        return new HashMap<>(Map.of(
                "certificates.ci.subject", "CN=ci, OU=Build, O=Example",
                "certificates.ci.roles", "operator, auditor",
                "certificates.ci.pools", "orders"));
    }

    private static String canonical(String subject) {
        return new X500Principal(subject).getName(X500Principal.CANONICAL);
    }

    @Test
    @DisplayName("become identities with roles and pools, by a subject without spaces and capitals")
    void read() {
        assertThat(CertificateReader.read(valid()))
                .containsExactly(Map.entry(
                        canonical("cn=CI,ou=build,o=EXAMPLE"),
                        new Principal(
                                "ci",
                                Set.of(Role.OPERATOR, Role.AUDITOR),
                                PoolScope.of(List.of("orders")),
                                Mechanism.CERTIFICATE)));
    }

    @ParameterizedTest
    @CsvSource({"'cn=CI ,  ou=build,o=example'", "'CN=ci,OU=Build,O=Example'"})
    @DisplayName("are refused with one subject for two names, however it is written")
    void same(String subject) {
        Map<String, String> values = valid();
        values.put("certificates.deploy.subject", subject);
        values.put("certificates.deploy.roles", "admin");
        assertThatThrownBy(() -> CertificateReader.read(values))
                .isInstanceOf(BadValue.class)
                .hasMessage("certificates.deploy.subject is the subject of another certificate, too");
    }

    @Test
    @DisplayName("tell subjects apart by the order of their parts")
    void order() {
        Map<String, String> values = valid();
        values.put("certificates.deploy.subject", "O=Example, OU=Build, CN=ci");
        values.put("certificates.deploy.roles", "viewer");
        assertThat(CertificateReader.read(values)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "certificates.ci.subject, '', certificates.ci.subject",
        "certificates.ci.subject, ci, certificates.ci.subject",
        "certificates.ci.subject, 'CN=ci,nothing', certificates.ci.subject",
        "certificates.ci.roles, root, certificates.ci.roles",
        "certificates.ci.pools, '', certificates.ci.pools",
        "certificates.other.roles, viewer, certificates.other.subject",
        "certificates.other.subject, CN=other, certificates.other.roles",
        "certificates.anonymous.roles, viewer, certificates.anonymous"
    })
    @DisplayName("are refused by the name of their key")
    void refused(String key, String value, String named) {
        Map<String, String> values = valid();
        values.put(key, value);
        assertThatThrownBy(() -> CertificateReader.read(values))
                .isInstanceOfSatisfying(
                        BadValue.class, refusal -> assertThat(refusal.name()).isEqualTo(named));
    }

    @Test
    @DisplayName("need HTTPS with a trust store that does not trust all certificates")
    void stores() {
        HttpServerOptions keyOnly = new HttpServerOptions().setKeyCertOptions(new PfxOptions());
        HttpServerOptions trustOnly = new HttpServerOptions().setTrustOptions(new PfxOptions());
        HttpServerOptions everybody =
                new HttpServerOptions().setKeyCertOptions(new PfxOptions()).setTrustOptions(TrustAllOptions.INSTANCE);
        for (HttpServerOptions each : List.of(new HttpServerOptions(), keyOnly, trustOnly)) {
            assertThatThrownBy(() -> CONFIGURED.customizeHttpsServer(each))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith("sluice.security.certificates needs a key store and a trust store");
        }
        assertThatThrownBy(() -> CONFIGURED.customizeHttpsServer(everybody))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("sluice.security.certificates needs a trust store")
                .hasMessageContaining("quarkus.tls.trust-all");
    }

    @Test
    @DisplayName("make the server ask for certificates, and leave a server alone that requires them or has no settings")
    void asked() {
        HttpServerOptions options =
                new HttpServerOptions().setKeyCertOptions(new PfxOptions()).setTrustOptions(new PfxOptions());
        new ClientCertificates(Map.of()).customizeHttpsServer(options);
        assertThat(options.getClientAuth()).isEqualTo(ClientAuth.NONE);
        CONFIGURED.customizeHttpsServer(options);
        assertThat(options.getClientAuth()).isEqualTo(ClientAuth.REQUEST);
        options.setClientAuth(ClientAuth.REQUIRED);
        CONFIGURED.customizeHttpsServer(options);
        assertThat(options.getClientAuth()).isEqualTo(ClientAuth.REQUIRED);
    }
}
