package dev.sluice.adapter.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testing.Anonymous;
import dev.sluice.testing.Certificates;
import dev.sluice.testing.TokenProfile;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(TokenProfile.class)
@DisplayName("Client certificates")
@Timeout(120)
@Tag("service")
class CertificateLoginTest {

    private static final String STATS = "/pool/stats";
    private static final String RESET = "/pool/reset";
    private static final String POLICY = "/pool/policy";

    @TestHTTPResource(value = "/", tls = true)
    String https;

    /** Sends a request with the certificate of a client, and with headers: names and values, one after the other. */
    private HttpResponse<String> send(@Nullable String client, String method, String path, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(https).resolve(path))
                .timeout(Duration.ofSeconds(60))
                .method(method, HttpRequest.BodyPublishers.ofString(method.equals("PATCH") ? "{}" : ""));
        if (method.equals("PATCH")) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(Certificates.client(client))
                .build()
                .send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(@Nullable String client, String... headers) throws Exception {
        return send(client, "GET", STATS, headers);
    }

    private static void isProblem(HttpResponse<String> response, int status, String detail) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(response.body()).contains(detail);
    }

    private static void isAnonymous(HttpResponse<String> response) {
        isProblem(response, 401, "this needs the role viewer, and the request has no credentials");
        assertThat(response.headers().firstValue("WWW-Authenticate")).isPresent();
    }

    @Test
    @DisplayName("give the configured subject its role, whatever its spaces and capitals")
    void role() throws Exception {
        assertThat(send(Certificates.NIGHTLY, "GET", STATS).statusCode()).isEqualTo(200);
        HttpResponse<String> reset = send(Certificates.NIGHTLY, "POST", RESET);
        assertThat(reset.statusCode()).as(reset.body()).isEqualTo(200);
        isProblem(send(Certificates.NIGHTLY, "PATCH", POLICY), 403, "this needs the role admin; nightly has operator");
    }

    @Test
    @DisplayName("give the configured subject its pools, and no others")
    void pools() throws Exception {
        isProblem(get(Certificates.DEPLOY), 403, "deploy has no permission for pool 'default'");
        HttpResponse<String> pools = send(Certificates.DEPLOY, "GET", "/pools");
        assertThat(pools.statusCode()).isEqualTo(200);
        assertThat(pools.body()).doesNotContain("default");
    }

    @ParameterizedTest
    @ValueSource(strings = {Certificates.STRANGER, Certificates.REORDERED})
    @DisplayName(
            "are anonymous with a trusted issuer and an unknown subject, or the parts of a subject in another order")
    void ofNobody(String client) throws Exception {
        isAnonymous(get(client));
    }

    @ParameterizedTest
    @ValueSource(strings = {Certificates.SELF_SIGNED, Certificates.IMPOSTOR, Certificates.EXPIRED})
    @DisplayName("are refused by TLS with the configured subject, if the trust store does not vouch for them")
    void untrusted(String client) throws Exception {
        assertThat(Certificates.certificate(client).getSubjectX500Principal())
                .isEqualTo(Certificates.certificate(Certificates.NIGHTLY).getSubjectX500Principal());
        assertThatThrownBy(() -> send(client, "GET", STATS)).isInstanceOf(SSLException.class);
        assertThat(send(Certificates.NIGHTLY, "GET", STATS).statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("are not needed: without one, a token has its role over the same port, and no token is anonymous")
    void without() throws Exception {
        isAnonymous(get(null));
        assertThat(get(null, "Authorization", "Bearer " + TokenProfile.VIEWER).statusCode())
                .isEqualTo(200);
        isProblem(
                send(null, "POST", RESET, "Authorization", "Bearer " + TokenProfile.VIEWER),
                403,
                "this needs the role operator; viewer has viewer");
    }

    @Test
    @DisplayName("give way to the credentials in a header, even to credentials that are not valid")
    void header() throws Exception {
        isProblem(
                send(Certificates.NIGHTLY, "POST", RESET, "Authorization", "Bearer " + TokenProfile.VIEWER),
                403,
                "this needs the role operator; viewer has viewer");
        assertThat(get(Certificates.NIGHTLY, "Authorization", "Bearer guess").statusCode())
                .isIn(401, 429);
    }

    @Test
    @DisplayName("do not admit pages of other sites, for which a browser would show them")
    void foreignPage() throws Exception {
        assertThat(send(Certificates.NIGHTLY, "POST", RESET, "Origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(get(Certificates.NIGHTLY, "Origin", "https://evil.example").statusCode())
                .isEqualTo(403);
    }

    @Test
    @DisplayName("are believed in no header, over HTTP and over HTTPS")
    void inHeaders() throws Exception {
        byte[] encoded = Certificates.certificate(Certificates.NIGHTLY).getEncoded();
        String text = Base64.getEncoder().encodeToString(encoded);
        String pem = "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n";
        String subject = "CN=Nightly Run,O=Example";
        for (String[] header : List.of(
                new String[] {"X-Client-Cert", URLEncoder.encode(pem, UTF_8)},
                new String[] {"X-SSL-Client-Cert", URLEncoder.encode(pem, UTF_8)},
                new String[] {"X-Forwarded-Tls-Client-Cert", text},
                new String[] {"X-Forwarded-Client-Cert", "Subject=\"" + subject + "\";URI="},
                new String[] {"Client-Cert", ":" + text + ":"},
                new String[] {"X-SSL-Client-Verify", "SUCCESS", "X-SSL-Client-S-DN", subject},
                new String[] {"X-Forwarded-Proto", "https", "X-Client-Cert", text})) {
            var request = Anonymous.given();
            for (int i = 0; i < header.length; i += 2) {
                request.header(header[i], header[i + 1]);
            }
            assertThat(request.get(STATS).statusCode())
                    .as("%s over HTTP", Arrays.toString(header))
                    .isEqualTo(401);
            isAnonymous(get(null, header));
        }
    }
}
