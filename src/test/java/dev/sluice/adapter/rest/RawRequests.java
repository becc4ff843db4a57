package dev.sluice.adapter.rest;

import dev.sluice.testing.TokenProfile;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends bytes that no HTTP client would send, and reads the statuses of all answers. */
final class RawRequests {

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3}) ");
    private static final int SILENCE_MILLIS = 3000;

    private static final String HOST = "Host: localhost\r\n";
    private static final String TOKEN = "Authorization: Bearer " + TokenProfile.VIEWER + "\r\n";
    private static final String NEXT = "GET /pool/stats HTTP/1.1\r\n" + HOST + TOKEN + "Connection: close\r\n\r\n";

    private RawRequests() {}

    /**
     * A request that a proxy may understand differently, and a valid one after it on the same connection.
     *
     * @param name the difference
     * @param bytes the bytes of both requests
     * @param outcome the statuses of the answers; the connection is closed after the last one
     */
    record Row(String name, String bytes, List<String> outcome) {}

    private static Row row(String name, String outcome, String line, boolean hasToken, String headers, String body) {
        String more = headers.isEmpty() ? "" : headers.replace("|", "\r\n") + "\r\n";
        String head = line + " HTTP/1.1\r\n" + HOST + (hasToken ? TOKEN : "") + more + "\r\n";
        return new Row(name, head + body + NEXT, outcome.isEmpty() ? List.of() : List.of(outcome.split(" ")));
    }

    /** Returns the requests, with or without the token of a viewer. */
    static List<Row> rows() {
        return List.of(
                row(
                        "Content-Length before Transfer-Encoding",
                        "400",
                        "POST /pool/reset",
                        true,
                        "Content-Length: 4|Transfer-Encoding: chunked",
                        "0\r\n\r\n"),
                row(
                        "Transfer-Encoding before Content-Length",
                        "400",
                        "POST /pool/reset",
                        true,
                        "Transfer-Encoding: chunked|Content-Length: 4",
                        "0\r\n\r\n"),
                row("two lengths", "400", "GET /pool/stats", true, "Content-Length: 0|Content-Length: 5", ""),
                row("the same length twice", "400", "GET /pool/stats", true, "Content-Length: 0|Content-Length: 0", ""),
                row("a list of lengths", "400", "GET /pool/stats", true, "Content-Length: 0, 0", ""),
                row("a length with a sign", "400", "GET /pool/stats", true, "Content-Length: +0", ""),
                row("an unknown coding", "400", "GET /pool/stats", true, "Transfer-Encoding: xchunked", "0\r\n\r\n"),
                row(
                        "an unknown coding and a length",
                        "400",
                        "GET /pool/stats",
                        true,
                        "Transfer-Encoding: xchunked|Content-Length: 5",
                        "0\r\n\r\n"),
                row(
                        "an unknown coding at a probe",
                        "400",
                        "GET /q/health/live",
                        false,
                        "Transfer-Encoding: xchunked",
                        "0\r\n\r\n"),
                row(
                        "two codings",
                        "400",
                        "GET /pool/stats",
                        true,
                        "Transfer-Encoding: chunked|Transfer-Encoding: identity",
                        "0\r\n\r\n"),
                row(
                        "a blank before the colon",
                        "400",
                        "GET /pool/stats",
                        true,
                        "Transfer-Encoding : chunked",
                        "0\r\n\r\n"),
                row("a carriage return in a value", "400", "GET /pool/stats", true, "X: a\rContent-Length: 5", ""),
                row("a zero byte in a value", "400", "GET /pool/stats", true, "X: a\0b", ""),
                row("a negative chunk", "", "POST /batches", true, "Transfer-Encoding: chunked", "-1\r\n\r\n"),
                row(
                        "a chunk extension of 20,000 bytes",
                        "",
                        "POST /batches",
                        true,
                        "Transfer-Encoding: chunked",
                        "0;" + "a".repeat(20_000) + "\r\n\r\n"),
                row(
                        "a token in the trailer",
                        "401 200",
                        "POST /pool/expire",
                        false,
                        "Transfer-Encoding: chunked",
                        "0\r\nAuthorization: Bearer " + TokenProfile.TOKEN + "\r\n\r\n"),
                row("a second, foreign host", "400 200", "GET /pool/stats", true, "Host: evil.example", ""),
                row("a foreign host in the target", "421 200", "GET http://evil.example/pool/stats", true, "", ""),
                row("our host in the target", "200 200", "GET http://localhost/pool/stats", true, "", ""),
                row(
                        "our host in the target, without the token",
                        "401 200",
                        "GET http://localhost/pool/stats",
                        false,
                        "",
                        ""),
                row(
                        "a WebSocket",
                        "401 200",
                        "GET /pool/stats",
                        false,
                        "Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                        ""),
                row(
                        "HTTP/2 by upgrade",
                        "401 200",
                        "GET /pool/stats",
                        false,
                        "Connection: Upgrade, HTTP2-Settings|Upgrade: h2c|HTTP2-Settings: AAMAAABkAAQAAP__",
                        ""),
                row(
                        "another method by a header",
                        "405 200",
                        "GET /pool/reset",
                        true,
                        "X-HTTP-Method-Override: POST|X-Method-Override: POST",
                        ""),
                row(
                        "another path by a header",
                        "200 200",
                        "GET /q/health/live",
                        false,
                        "X-Original-URL: /pool/stats|X-Rewrite-URL: /pool/stats|X-Forwarded-Prefix: /pool",
                        ""),
                row("CONNECT", "404 200", "CONNECT localhost:5432", false, "", ""),
                row("TRACE", "405 200", "TRACE /pool/stats", true, "", ""),
                row("TRACE of a probe", "401 200", "TRACE /q/health/live", false, "", ""),
                row("POST to a probe", "401 200", "POST /q/health/live", false, "Content-Length: 0", ""),
                row("an unknown method", "405 200", "FOO /pool/stats", true, "", ""),
                row("an encoded slash", "401 200", "GET /pool%2fstats", false, "", ""),
                row("an encoded slash, with the token", "404 200", "GET /pool%2fstats", true, "", ""),
                row("dots behind a probe", "401 200", "GET /q/health/live/../../../pool/stats", false, "", ""),
                row(
                        "encoded dots behind a probe",
                        "401 200",
                        "GET /q/health/live/%2e%2e/%2e%2e/%2e%2e/pool/stats",
                        false,
                        "",
                        ""),
                row(
                        "encoded dots and slashes behind a probe",
                        "401 200",
                        "GET /q/health/live/..%2f..%2f..%2fpool/stats",
                        false,
                        "",
                        ""),
                row("a semicolon behind a probe", "401 200", "GET /q/health/live;/../../../pool/stats", false, "", ""),
                row("a semicolon in a path", "401 200", "GET /pool;a=b/stats", false, "", ""),
                row("a semicolon before a probe", "401 200", "GET /q/metrics;/health/live", false, "", ""),
                row("two slashes", "401 200", "GET //q//metrics", false, "", ""),
                row("a zero byte in the path", "401 200", "GET /q/metrics%00/q/health/live", false, "", ""),
                row("upper case", "401 200", "GET /Q/METRICS", false, "", ""),
                row("an encoded letter", "401 200", "GET /%71/metrics", false, "", ""),
                row("an escape encoded twice", "401 200", "GET /%2571/metrics", false, "", ""),
                row("the path inside the framework", "401 200", "GET /%7esluice/pool/stats", false, "", ""),
                row(
                        "credentials for a proxy",
                        "401 200",
                        "GET /pool/stats",
                        false,
                        "Proxy-Authorization: Bearer " + TokenProfile.TOKEN + "",
                        ""),
                row(
                        "an underscore in the name of a header",
                        "401 200",
                        "GET /pool/stats",
                        false,
                        "HTTP_AUTHORIZATION: Bearer " + TokenProfile.TOKEN + "",
                        ""));
    }

    /** Returns the statuses of the answers, in their order, and "open" if the service leaves the connection open. */
    static List<String> outcome(int port, String bytes) throws IOException {
        List<String> outcome = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(SILENCE_MILLIS);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            byte[] part = new byte[8192];
            for (int count = socket.getInputStream().read(part);
                    count >= 0;
                    count = socket.getInputStream().read(part)) {
                text.append(new String(part, 0, count, StandardCharsets.ISO_8859_1));
            }
            return statuses(text, outcome);
        } catch (SocketTimeoutException e) {
            statuses(text, outcome).add("open");
            return outcome;
        }
    }

    private static List<String> statuses(CharSequence answers, List<String> outcome) {
        Matcher status = STATUS.matcher(answers);
        while (status.find()) {
            outcome.add(status.group(1));
        }
        return outcome;
    }
}
