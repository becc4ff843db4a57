package dev.sluice.adapter.rest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Makes requests that are wrong in many ways, the same ones for the same seed. None of them would change a pool. */
final class Fuzz {

    private static final List<String> METHODS =
            List.of("GET", "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "get", "X");
    private static final List<String> PATHS = List.of(
            "/pool/stats",
            "/pool/events",
            "/pool/waiters",
            "/pool/verbose",
            "/pool/policy",
            "/pool/switch-endpoint",
            "/pools",
            "/pools/default/policy",
            "/pools/default/connections",
            "/operations",
            "/operations/op_1_2",
            "/batches",
            "/batches/batch-9999");
    private static final List<String> ODD = List.of(
            "%00",
            "%0d%0aX:y",
            "%ZZ",
            "%",
            "%C0%AF",
            "%FF%FE",
            "%F0%9F%A6%86",
            "%E2%80%AE",
            "..",
            "%2e%2e",
            "//",
            ";a=b",
            "{x}",
            "\"",
            "<",
            "|",
            "^",
            "`",
            "\\",
            "é",
            "\u0001",
            "~",
            "*",
            ":",
            "@",
            "%2F",
            "$%7Bx%7D");
    private static final List<String> QUERIES = List.of(
            "limit=1&limit=2",
            "limit",
            "limit=",
            "=1",
            "&&&",
            "limit=%ZZ",
            "limit=1%00",
            "%FF=1",
            "stacks=true&stacks=false",
            "on=true&on=true",
            "limit[]=1",
            "limit=1;offset=2",
            "?",
            "limit=+1",
            "limit=0x10",
            "offset=1e3",
            "dryRun=maybe");
    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json;charset=x",
            "application/json;charset=UTF-16",
            "text/csv",
            "text/csv;x",
            "x",
            "*/*",
            "application/*",
            "application/merge-patch+json",
            "multipart/form-data",
            "a/b/c",
            ";",
            "",
            "application/x-www-form-urlencoded",
            "application/json;;",
            "text/plain; q=\"");
    private static final List<String> HEADERS = List.of(
            "Accept: x",
            "Accept: a/b/c",
            "Accept: application/json;q=2",
            "Accept-Encoding: br;q=x",
            "Prefer: wait=-1",
            "Prefer: wait=99999999999",
            "Idempotency-Key: ",
            "Authorization: Bearer",
            "Authorization: \u00ff",
            "Content-Encoding: gzip",
            "If-Match: *",
            "Range: bytes=0-",
            "Origin: null",
            "Expect: nothing",
            "X-HTTP-Method-Override: DELETE",
            "Sluice-Actor: \t",
            "Cookie: a=b; a=c");
    private static final List<String> BODIES = List.of(
            "",
            "{",
            "[]",
            "null",
            "\"x\"",
            "{\"url\":1,\"url\":2}",
            "{\"a\":".repeat(50),
            "[".repeat(3000),
            "{\"fairness\":{}}",
            "{\"name\":[]}",
            "{\"aging\":\"\\ud800\"}",
            "{\"jobs\":\"many\"}",
            "id,\"name\n1",
            "\u00ef\u00bb\u00bf{}",
            "{\"overtaking\":1e999}",
            "{\"overtaking\":-0.5}",
            "\u0000",
            "\u00ff\u00fe{}");

    private final Random random;

    Fuzz(long seed) {
        random = new Random(seed);
    }

    /** Returns the next request, as bytes. */
    byte[] next() {
        String method = any(METHODS);
        StringBuilder path = new StringBuilder(any(PATHS));
        if (random.nextInt(3) == 0) {
            path.insert(random.nextInt(path.length()) + 1, any(ODD));
        }
        if (random.nextBoolean()) {
            path.append('?').append(any(QUERIES)).append("z".repeat(random.nextInt(10) == 0 ? 3000 : 0));
        }
        StringBuilder head =
                new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        for (int i = random.nextInt(3); i > 0; i--) {
            head.append(any(HEADERS)).append("\r\n");
        }
        byte[] body = any(BODIES).getBytes(StandardCharsets.ISO_8859_1);
        if (random.nextBoolean()) {
            head.append("Content-Type: ").append(any(TYPES)).append("\r\n");
        }
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        request.writeBytes(body);
        return request.toByteArray();
    }

    private String any(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
