package dev.sluice.adapter.rest;

import static dev.sluice.adapter.rest.Problems.isProblem;
import static dev.sluice.adapter.rest.Problems.namesParameter;
import static io.restassured.RestAssured.delete;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.sluice.control.PoolManager;
import dev.sluice.testing.Await;
import dev.sluice.testing.Operator;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@Timeout(180)
@Tag("service")
class RefusalsTest {

    private static final List<String> NASTY = List.of(
            "",
            " ",
            "NaN",
            "-1",
            "1e9",
            "Infinity",
            "99999999999999999999",
            "PT99999999999H",
            "-P106752D",
            "P",
            "PT",
            "true ",
            "null",
            "\u0000",
            "\r\nfake log line",
            "\uD83E\uDD86",
            "\uD800",
            "\u202Egpj",
            "../../etc/passwd",
            "a/b",
            "a;b=c",
            "${user.home}",
            "%s%n",
            "<script>alert(1)</script>",
            "' OR 1=1 --",
            "x".repeat(3000));

    @Inject
    PoolManager manager;

    @Test
    @DisplayName("An unknown pool is 404, for each request")
    void unknownPool() {
        for (String path : List.of("", "/stats", "/connections", "/events", "/readiness", "/verbose")) {
            isProblem(get("/pools/nope" + path), ProblemType.UNKNOWN_POOL).body("pool", equalTo("nope"));
        }
        for (String operation :
                List.of("reset", "expire", "renew", "fill", "release?connection=x", "verbose?on=true")) {
            isProblem(post("/pools/nope/" + operation), ProblemType.UNKNOWN_POOL)
                    .body("detail", equalTo("no pool 'nope'"));
        }
    }

    @Test
    @DisplayName("A misspelt parameter is refused by its name, and nothing is done")
    void unknownParameter() {
        long generation = manager.stats("default").generation();
        Response refused = post("/pool/reset?forse=true");
        namesParameter(refused, ProblemType.UNKNOWN_PARAMETER, "forse");
        refused.then().body("detail", containsString("known: force"));
        namesParameter(get("/pool/stats?verbose=1"), ProblemType.UNKNOWN_PARAMETER, "verbose");
        namesParameter(get("/pools?limit=1"), ProblemType.UNKNOWN_PARAMETER, "limit");
        namesParameter(post("/pools/default/renew?force=true"), ProblemType.UNKNOWN_PARAMETER, "force");
        assertThat(manager.stats("default").generation()).isEqualTo(generation);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /pool/stats",
                "GET /pool/nothing",
                "DELETE /pool/stats",
                "HEAD /pool/stats",
                "OPTIONS /pool/stats",
                "POST /pool/reset?forse=true",
                "POST /pool/expire",
                "GET /nowhere",
                "GET /application/bug",
                "GET /q/health",
                "GET /q/metrics",
                "GET /q/openapi",
                "GET /q/nothing",
                "GET /pool/events?limit=%ZZ",
                "GET /pools/%ZZ/stats",
                "TRACE /",
                "GET /q/swagger-ui/"
            })
    @DisplayName("Each answer has the security headers, and only static files may be stored")
    void securityHeaders(String request) throws IOException {
        get("/pool/stats").then().statusCode(200);
        String answer = raw(request + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        boolean isPage = request.endsWith("/q/swagger-ui/");
        assertSecure(answer, isPage);
        assertThat(answer.toLowerCase(Locale.ROOT).contains("\r\ncache-control: no-store\r\n"))
                .as(answer)
                .isNotEqualTo(isPage);
    }

    @Test
    @DisplayName("Refusals by the HTTP codec and streams of events have the security headers, too")
    void securityHeadersOfOthers() throws IOException {
        get("/pool/stats").then().statusCode(200);
        String begin = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
        for (String request : List.of(
                "GET /" + "y".repeat(5000) + begin + "\r\n",
                "GET /pool/stats" + begin + "X-Long: " + "y".repeat(30_000) + "\r\n\r\n",
                "POST /pool/reset" + begin + "Content-Length: 9000000000\r\n\r\n",
                "POST /nowhere" + begin + "Content-Length: 9000000000\r\n\r\n",
                "POST /pool/reset" + begin + "Content-Length: x\r\n\r\n",
                "GET /pool/stats HTTP/3.7\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "POST /pool/reset" + begin + "Expect: nothing\r\n\r\n")) {
            assertSecure(raw(request), false);
        }
        String id = given().post("/pool/expire").jsonPath().getString("id");
        assertSecure(raw("GET /operations/" + id + "/events" + begin + "\r\n"), false);
    }

    private static void assertSecure(String answer, boolean isPage) {
        String head = answer.split("\r\n\r\n", 2)[0].toLowerCase(Locale.ROOT);
        assertThat(head)
                .as(answer)
                .startsWith("http/")
                .contains("\nx-content-type-options: nosniff", "\nx-frame-options: deny")
                .contains("\nreferrer-policy: no-referrer", "\ncross-origin-resource-policy: same-origin")
                .contains("\npermissions-policy: ", "frame-ancestors 'none'")
                .contains("\ncontent-security-policy: default-src " + (isPage ? "'self'; script-src" : "'none'; "))
                .doesNotContain("strict-transport-security");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "POST, /pool/reset?force=yes, force",
        "POST, /pool/reset?force=, force",
        "POST, /pool/reset?force=TRUE, force",
        "POST, /pool/reset?force=true&force=false, force",
        "POST, /pool/expire?olderThan=soon, olderThan",
        "POST, /pool/expire?olderThan=, olderThan",
        "POST, /pool/expire?olderThan=-5s, olderThan",
        "POST, /pool/expire?idleFor=-PT1M, idleFor",
        "POST, /pool/expire?idleFor=P106752D, idleFor",
        "POST, /pool/expire?name=, name",
        "POST, /pool/release?heldFor=soon, heldFor",
        "POST, /pool/release?heldFor=-5s, heldFor",
        "POST, /pool/release?heldFor=, heldFor",
        "POST, /pool/release?tag=billing, tag",
        "POST, /pool/release?tenant=%20, tenant",
        "POST, /pool/release?holder=%20&heldFor=1s, holder",
        "POST, /pool/release?holder=a&holder=b, holder",
        "POST, /pool/fill?target=-1, target",
        "POST, /pool/fill?target=many, target",
        "POST, /pool/fill?target=2147483648, target",
        "POST, /pool/verbose, on",
        "POST, /pool/verbose?on=1, on",
        "GET, /pool/stats?limit=-1, limit",
        "GET, /pool/stats?limit=1001, limit",
        "GET, /pool/connections?limit=0, limit",
        "GET, /pool/connections?limit=1001, limit",
        "GET, /pool/connections?offset=-1, offset",
        "GET, /pool/leaks?offset=x, offset",
        "GET, /pool/leaks?limit=0, limit",
        "GET, /operations?limit=0, limit",
        "GET, /pool/events?limit=0, limit",
        "GET, /pool/events?limit=1001, limit",
        "GET, /pool/events?limit=, limit",
        "GET, /pool/events?limit=ten, limit"
    })
    @DisplayName("A value that makes no sense is refused with the name of its parameter")
    void badParameter(String method, String path, String parameter) {
        Response refused = given().urlEncodingEnabled(false).request(method, path);
        namesParameter(refused, ProblemType.BAD_PARAMETER, parameter);
        refused.then().body("detail", containsString(parameter));
    }

    @Test
    @DisplayName("A body is refused where it would be ignored")
    void body() {
        isProblem(
                        given().contentType("application/json")
                                .body("{\"force\":true}")
                                .post("/pool/reset"),
                        ProblemType.BODY_NOT_TAKEN)
                .body("detail", containsString("query"));
        isProblem(given().formParam("force", true).post("/pools/default/reset"), ProblemType.BODY_NOT_TAKEN);
    }

    @Test
    @DisplayName("Refusals of the framework are problems, too: 404, 405, 406, 415")
    void framework() {
        isProblem(get("/nowhere"), 404);
        isProblem(get("/pool/nothing"), ProblemType.UNKNOWN_PATH);
        isProblem(get("/pools/default/nothing"), ProblemType.UNKNOWN_PATH);
        isProblem(get("/pool/reset"), ProblemType.METHOD_NOT_ALLOWED)
                .header("Allow", "OPTIONS, POST")
                .body("detail", equalTo("this path takes OPTIONS, POST"));
        isProblem(delete("/pool/stats"), ProblemType.METHOD_NOT_ALLOWED).header("Allow", "GET, HEAD, OPTIONS");
        isProblem(delete("/pools"), 405);
        isProblem(get("/pools/default/reset"), ProblemType.METHOD_NOT_ALLOWED).header("Allow", "OPTIONS, POST");
        isProblem(delete("/pools/default/policy"), ProblemType.METHOD_NOT_ALLOWED)
                .body("detail", equalTo("this path takes GET, HEAD, OPTIONS, PATCH, PUT"));
        isProblem(post("/operations/op_1_1/events"), ProblemType.METHOD_NOT_ALLOWED);
        isProblem(given().accept("text/html").get("/pool/stats"), ProblemType.NOT_ACCEPTABLE);
        isProblem(
                given().contentType("text/plain").body("{}").post("/pool/rotate-credentials"),
                ProblemType.CONTENT_TYPE);
        given().options("/pool/stats").then().header("Allow", "GET, HEAD, OPTIONS");
        given().options("/pool/reset").then().header("Allow", "OPTIONS, POST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /pools/%s/reset",
                "GET /pools/%s",
                "GET /pools/%s/stats",
                "POST /pool/reset?force=%s",
                "POST /pool/expire?olderThan=%s",
                "POST /pool/expire?name=%s",
                "POST /pool/fill?target=%s&target=1",
                "POST /pool/release?connection=%s",
                "POST /pool/release?heldFor=%s&connection=none",
                "POST /pool/release?tag=%s&connection=none",
                "POST /pool/release?holder=%s&connection=none",
                "GET /pool/events?limit=%s",
                "GET /pool/stats?%s=1"
            })
    @DisplayName("No input makes it stumble")
    void nastyInput(String template) {
        for (String text : NASTY) {
            String[] request = template.split(" ", 2);
            String path = request[1].replace("%s", URLEncoder.encode(text, StandardCharsets.UTF_8));
            Response response = given().urlEncodingEnabled(false).request(request[0], path);
            assertThat(response.statusCode()).as(request[0] + " " + path).isLessThan(500);
            if (response.statusCode() >= 400) {
                assertThat(response.contentType()).as(path).startsWith("application/problem+json");
                assertThat(response.asString()).doesNotContain("fake log line\n", "Exception");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/pools/%ZZ/stats", "/pool/events?limit=%ZZ", "/pools/%", "/pools/%C0%AF", "//pool//stats?"})
    @DisplayName("A malformed address leaves no stack trace, either")
    void malformedAddress(String target) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", RestAssured.port)) {
            socket.setSoTimeout(45_000);
            String request = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).matches("(?s)HTTP/1.1 [24]\\d\\d .*").doesNotContain("Exception");
        }
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", RestAssured.port)) {
            socket.setSoTimeout(45_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/pools/%ZZ/stats", "/pools/%", "/operations/%2"})
    @DisplayName("A path that cannot be read is refused with a problem")
    void malformedPath(String path) throws IOException {
        get("/pool/stats").then().statusCode(200); // connections are watched from the first request on
        assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("Content-Type: application/problem+json", "Connection: close", "\"status\":400")
                .contains("\"title\":\"Malformed request\"", "\"instance\":\"" + path.replace("%", "%25") + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /pool/stats HTTP/1.1", "OPTIONS * HTTP/1.1", "CONNECT localhost:80 HTTP/1.1"})
    @DisplayName("A request that the router refuses before any filter gets a problem with a type, and the headers")
    void refusedByRouter(String line) throws IOException {
        String host = line.startsWith("GET") ? "" : "Host: localhost\r\n";
        String answer = raw(line + "\r\n" + host + "Connection: close\r\n\r\n");
        assertSecure(answer, false);
        assertThat(answer).contains("application/problem+json", "\"type\":\"urn:sluice:problem:", "\"detail\":");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\n{}\r\n0\r\n\r\n", "2\r\n{}\r\nzz\r\n", "-5\r\n{}", "2\r\n{}}}\r\n0\r\n\r\n"})
    @DisplayName("A body whose chunks cannot be decoded is refused with a problem before the connection closes")
    void malformedChunk(String chunks) throws IOException {
        assertThat(raw("PUT /pools/default/policy HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n" + chunks))
                .startsWith("HTTP/1.1 400 ")
                .containsIgnoringCase("connection: close")
                .contains("urn:sluice:problem:malformed-request", "the chunks of the body cannot be read")
                .contains("\"instance\":\"/pools/default/policy\"");
    }

    @Test
    @DisplayName("A head that is too long is refused with a problem")
    void tooLong() throws IOException {
        get("/pool/stats").then().statusCode(200);
        assertThat(raw("GET /pool/stats?x=" + "y".repeat(5000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 414 ")
                .contains("Content-Type: application/problem+json", "\"status\":414");
        assertThat(raw("GET /pool/stats HTTP/1.1\r\nHost: localhost\r\nX-Long: " + "y".repeat(30_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ")
                .contains("Content-Type: application/problem+json", "\"status\":431");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/batches", "/pools", "/pool/reset"})
    @DisplayName("A content type that is none is refused with a problem, not taken for a fault of the service")
    void badContentType(String path) throws IOException {
        assertThat(raw("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: x\r\nContent-Length: 2\r\n"
                        + "Connection: close\r\n\r\n{}"))
                .startsWith("HTTP/1.1 415 ")
                .containsIgnoringCase("content-type: application/problem+json")
                .contains("urn:sluice:problem:body-type");
    }

    @Test
    @DisplayName("An Accept header that is none does not make it stumble")
    void badAccept() throws IOException {
        for (String accept : List.of("x", "*", "/", "a/b/c", ";")) {
            assertThat(raw("GET /pool/stats HTTP/1.1\r\nHost: localhost\r\nAccept: " + accept
                            + "\r\nConnection: close\r\n\r\n"))
                    .as(accept)
                    .matches("(?s)HTTP/1.1 [24]\\d\\d .*");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/pool", "/pool/stats", "/pools", "/pools/default/events?limit=1", "/operations", "/batches"})
    @DisplayName("HEAD is answered as GET, without the body")
    void head(String path) throws IOException {
        String answer = raw("HEAD " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n");
    }

    @Test
    @DisplayName(
            "500 wrong requests are each executed or refused with a problem, and no request leaves a stack trace in the log")
    void fuzzed() throws IOException {
        get("/pool/stats").then().statusCode(200);
        List<String> faults = Collections.synchronizedList(new ArrayList<>());
        Handler traces = new Traces(faults);
        Logger root = Logger.getLogger("");
        root.addHandler(traces);
        try {
            Fuzz fuzz = new Fuzz(17);
            for (int i = 0; i < 500; i++) {
                byte[] request = fuzz.next();
                String fault = faultOf(request);
                if (fault != null) {
                    faults.add(new String(request, StandardCharsets.ISO_8859_1)
                                    .lines()
                                    .toList() + "\n  → " + fault);
                }
            }
        } finally {
            root.removeHandler(traces);
        }
        assertThat(faults).isEmpty();
        assertThat(manager.names()).containsExactly("default");
    }

    /** Returns what is wrong with the answer, or null. */
    private static @Nullable String faultOf(byte[] request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", RestAssured.port)) {
            socket.setSoTimeout(45_000);
            socket.getOutputStream().write(request);
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean done = answer.matches("(?s)HTTP/1.1 2\\d\\d .*");
            boolean refused = answer.matches("(?s)HTTP/1.1 4\\d\\d .*");
            boolean problem = answer.toLowerCase(Locale.ROOT).contains("content-type: application/problem+json");
            boolean isHead = new String(request, 0, 4, StandardCharsets.US_ASCII).equals("HEAD");
            return done || refused && (problem || isHead) ? null : answer;
        }
    }

    /** Notes each line of the log that has an exception. */
    private static final class Traces extends Handler {

        private final List<String> faults;

        Traces(List<String> faults) {
            this.faults = faults;
        }

        @Override
        public void publish(LogRecord line) {
            if (line.getThrown() != null && line.getLevel().intValue() >= Level.WARNING.intValue()) {
                faults.add(line.getLoggerName() + ": " + line.getMessage() + " " + line.getThrown());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    @DisplayName("B4 Slow bodies hold no thread: with forty of them a change is answered, and each gets 408 in the end")
    void slowBodies() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                slow.add(send("POST /pool/switch-endpoint HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"));
            }
            given().body("{\"aging\":\"1s\"}")
                    .contentType("application/json")
                    .patch("/pool/policy")
                    .then()
                    .statusCode(200);
            for (Socket each : slow) {
                assertThat(rest(each))
                        .startsWith("HTTP/1.1 408 ")
                        .contains("urn:sluice:problem:body-too-slow", "1 bytes were received");
            }
        } finally {
            for (Socket each : slow) {
                each.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 65537\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n"})
    @DisplayName("B4 A body that is too large is refused by its declared size, or as soon as it is too large")
    void largeBody(String size) throws IOException {
        String chunk = "8000\r\n" + " ".repeat(0x8000) + "\r\n";
        try (Socket socket = send("PUT /pool/policy HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + size + (size.startsWith("T") ? chunk.repeat(3) : ""))) {
            assertThat(rest(socket)).startsWith("HTTP/1.1 413 ").contains("urn:sluice:problem:body-too-large");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10_240, 10_241, 65_536})
    @DisplayName("A body of any size that is taken reaches an operation as it was sent")
    void wholeBody(int size) {
        String body = "{\"url\":\"jdbc:x\"" + " ".repeat(size - 17) + "}";
        given().contentType("application/json")
                .body(body)
                .post("/pool/switch-endpoint")
                .then()
                .statusCode(400)
                .body("detail", containsString("url must be"));
    }

    @Test
    @DisplayName("B4 A client that waits for permission to send its body receives \"continue\"")
    void continued() throws IOException {
        try (Socket socket = send("PATCH /pool/policy HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer " + Operator.token() + "\r\n"
                + "Expect: 100-continue\r\nConnection: close\r\nContent-Length: 2\r\n\r\n")) {
            byte[] leave = socket.getInputStream().readNBytes("HTTP/1.1 100".length());
            assertThat(new String(leave, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 100");
            socket.getOutputStream().write("{}".getBytes(StandardCharsets.US_ASCII));
            assertThat(rest(socket)).contains("HTTP/1.1 200 ");
        }
    }

    @Test
    @DisplayName("B4 HTTP/2 is not spoken: its streams would not count for the limits of connections")
    void http2() throws IOException {
        try (Socket socket = send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")) {
            assertThat(rest(socket)).doesNotContain("\u0000");
        }
        try (Socket socket = send("GET /pool HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n")) {
            byte[] begin = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
            assertThat(new String(begin, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
        }
    }

    private static Socket send(String text) throws IOException {
        Socket socket = new Socket("127.0.0.1", RestAssured.port);
        socket.setSoTimeout(45_000);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName(
            "B4 A client that leaves its answers unread is disconnected, and so is a client that sends no further request")
    void disconnected() throws IOException {
        get("/pool/stats").then().statusCode(200);
        try (Socket deaf = new Socket();
                Socket mute = send("GET /pool HTTP/1.1\r\nHost:");
                Socket idle = send("GET /pool HTTP/1.1\r\nHost: localhost\r\n\r\n");
                Socket slow = send("GET /pool HTTP/1.1\r\nHost: localhost\r\n\r\nGET /pool HT")) {
            deaf.setReceiveBufferSize(2048);
            deaf.setSoTimeout(45_000);
            deaf.connect(new InetSocketAddress("127.0.0.1", RestAssured.port));
            String ask = "GET /q/openapi HTTP/1.1\r\nHost: localhost\r\n\r\n";
            deaf.getOutputStream().write(ask.repeat(100).getBytes(StandardCharsets.US_ASCII));
            assertThat(rest(mute)).as("closed by the service").isEmpty();
            assertThat(rest(idle)).as("closed after the answer").startsWith("HTTP/1.1 200");
            assertThat(rest(slow)).as("closed without a second answer").containsOnlyOnce("HTTP/1.1 200");
            Await.until("the deaf one is disconnected", () -> isReset(deaf));
        }
    }

    @Test
    @DisplayName("B4 Clients that leave answers unread block no thread, even if they outnumber the threads")
    void unread() throws IOException {
        String ask = "GET /q/openapi HTTP/1.1\r\nHost: localhost\r\n\r\n"
                + "GET /pool/events?limit=1000 HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(20);
        List<Socket> deaf = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                Socket socket = new Socket();
                deaf.add(socket);
                socket.setReceiveBufferSize(2048);
                socket.connect(new InetSocketAddress("127.0.0.1", RestAssured.port));
                socket.getOutputStream().write(ask.getBytes(StandardCharsets.US_ASCII));
            }
            List<Socket> without = new ArrayList<>(deaf);
            Await.until("each has had a part of its answers", () -> {
                without.removeIf(RefusalsTest::hasBytes);
                return without.isEmpty();
            });
            get("/pool/stats").then().statusCode(200);
            assertThat(Thread.getAllStackTraces().values())
                    .flatExtracting(List::of)
                    .extracting(StackTraceElement::getMethodName)
                    .doesNotContain("awaitWriteable");
        } finally {
            for (Socket each : deaf) {
                each.close();
            }
        }
    }

    private static boolean hasBytes(Socket socket) {
        try {
            return socket.getInputStream().available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @DisplayName("B4 Requests that are sent before the answer of the one before are answered in their order")
    void pipelined() throws IOException {
        String ask = "GET /q/openapi HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(20)
                + "POST /pool/reset?force=1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
        try (Socket client = send(ask)) {
            String answers = rest(client);
            assertThat(answers.split("HTTP/1.1 200", -1)).hasSize(21);
            assertThat(answers).containsOnlyOnce("HTTP/1.1 400");
        }
    }

    private static boolean isReset(Socket socket) {
        try {
            socket.getOutputStream().write('x');
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
