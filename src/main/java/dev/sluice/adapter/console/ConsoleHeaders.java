package dev.sluice.adapter.console;

import io.vertx.core.MultiMap;
import java.util.Map;

/**
 * The headers of every file of the console. Scripts and styles come from this server only, and none of them is written
 * inside a page, so that text from a database can never become a script. A browser asks at each visit whether a file has
 * changed.
 */
final class ConsoleHeaders {

    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Map<String, String> ALWAYS = Map.of(
            "Content-Security-Policy", POLICY,
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            "Cache-Control", "no-cache",
            "Vary", "Accept-Encoding");

    private ConsoleHeaders() {}

    static void add(MultiMap headers) {
        ALWAYS.forEach(headers::set);
    }
}
