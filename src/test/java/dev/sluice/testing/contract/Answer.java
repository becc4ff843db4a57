package dev.sluice.testing.contract;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An answer of the service.
 *
 * @param method the method of the request
 * @param path the path of the request, without the query
 * @param status the status
 * @param headers the headers, whatever the case of their names
 * @param body the body, empty if there is none
 */
public record Answer(String method, String path, int status, Map<String, String> headers, String body) {

    /** Copies the headers. */
    public Answer {
        Map<String, String> any = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        any.putAll(headers);
        headers = any;
    }

    @Nullable
    String header(String name) {
        return headers.get(name);
    }

    /** Returns the type of the body, without parameters. */
    String mediaType() {
        return headers.getOrDefault("Content-Type", "").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }
}
