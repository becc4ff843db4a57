package dev.sluice.adapter.console;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.sluice.testing.TokenProfile;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(TokenProfile.class)
@DisplayName("The route of the console")
@Tag("service")
class ConsoleRouteTest {

    @TestHTTPResource("/")
    URI url;

    private HttpResponse<byte[]> send(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve(path))
                .timeout(Duration.ofSeconds(20))
                .method(method, HttpRequest.BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofByteArray());
    }

    @Test
    @DisplayName("serves the page to a caller without credentials, who then has to log in")
    void page() throws Exception {
        assertServed("/", "text/html;charset=UTF-8", "<sluice-app>");
        assertServed("/assets/app.js", "text/javascript;charset=UTF-8", "sluice-app");
        assertServed("/assets/style.css", "text/css;charset=UTF-8", ":root");
        assertThat(send("GET", "/pools").statusCode()).isEqualTo(401);
    }

    private void assertServed(String path, String type, String part) throws Exception {
        HttpResponse<byte[]> answer = send("GET", path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains(type);
        assertThat(new String(answer.body(), UTF_8)).contains(part);
    }

    @Test
    @DisplayName("allows scripts and styles of this server only, none inside a page, and no frames")
    void headers() {
        given().get("/")
                .then()
                .header("Content-Security-Policy", ConsoleHeaders.POLICY)
                .header("Cache-Control", "no-cache")
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("Referrer-Policy", "no-referrer");
        assertThat(ConsoleHeaders.POLICY).contains("default-src 'none'").doesNotContain("unsafe");
        given().get("/pools").then().header("Cache-Control", "no-store");
    }

    @Test
    @DisplayName("answers that a file is unchanged, by its entity tag, and compresses it for browsers that ask for it")
    void caching() throws Exception {
        HttpResponse<byte[]> plain = send("GET", "/assets/app.js");
        HttpResponse<byte[]> compressed = send("GET", "/assets/app.js", "Accept-Encoding", "gzip, br");
        String tag = compressed.headers().firstValue("ETag").orElseThrow();

        assertThat(compressed.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(compressed.body().length).isLessThan(plain.body().length);
        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(plain.headers().firstValue("ETag")).isPresent().get().isNotEqualTo(tag);
        HttpResponse<byte[]> again = send("GET", "/assets/app.js", "Accept-Encoding", "gzip", "If-None-Match", tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    @DisplayName("answers HEAD without a body, and refuses all other methods")
    void methods() throws Exception {
        HttpResponse<byte[]> head = send("HEAD", "/");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValueAsLong("Content-Length").orElseThrow())
                .isGreaterThan(100);
        given().post("/")
                .then()
                .statusCode(405)
                .header("Allow", "GET, HEAD")
                .contentType("application/problem+json")
                .body("status", equalTo(405));
    }

    @Test
    @DisplayName("leaves all other paths as they are: 401 without credentials, 404 with them")
    void others() throws Exception {
        for (String path : List.of("/assets/", "/assets/nothing.js", "/assets/files.txt", "/console/", "/index.html")) {
            assertThat(send("GET", path).statusCode()).as(path).isEqualTo(401);
            given().auth()
                    .oauth2(TokenProfile.VIEWER)
                    .get(path)
                    .then()
                    .statusCode(404)
                    .body("type", equalTo("urn:sluice:problem:unknown-path"));
        }
    }

    @Test
    @DisplayName("refuses a host that is not this service, as every path does")
    void foreignHost() {
        given().header("Host", "rebound.example")
                .get("/")
                .then()
                .statusCode(421)
                .header("ETag", nullValue());
    }
}
