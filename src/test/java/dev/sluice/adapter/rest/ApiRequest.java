package dev.sluice.adapter.rest;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to the API.
 *
 * @param target path and query, encoded
 * @param body the body, or null
 */
record ApiRequest(
        Asker asker,
        String method,
        String target,
        Map<String, String> headers,
        @Nullable String body) {}
