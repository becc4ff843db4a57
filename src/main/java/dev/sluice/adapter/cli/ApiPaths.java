package dev.sluice.adapter.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The paths of the service's REST interface. */
final class ApiPaths {

    static final String POOLS = "/pools";
    static final String OPERATIONS = "/operations";
    static final String CATALOGUE = "/operations/catalogue";
    static final String BATCHES = "/batches";
    static final String AUDIT = "/audit";
    static final String METRICS = "/q/metrics";

    private ApiPaths() {}

    /** Returns the path of a pool, or of the default pool if none is named. */
    static String of(@Nullable String pool, String what) {
        return (pool == null ? "/pool" : POOLS + "/" + encoded(pool)) + "/" + what;
    }

    static String operation(String id) {
        return "/operations/" + encoded(id);
    }

    static String batch(String id) {
        return BATCHES + "/" + encoded(id);
    }

    /** Returns the parameters as a query with its question mark, or an empty text without parameters. */
    static String query(Map<String, String> parameters) {
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        parameters.forEach((name, value) -> query.add(encoded(name) + "=" + encoded(value)));
        return query.toString();
    }

    static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
