package dev.sluice.adapter.cli;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An answer of the service.
 *
 * @param status the HTTP status
 * @param text the body as received
 * @param json the parsed body, or a missing node if it is not JSON
 */
record ServiceResponse(int status, String text, JsonNode json) {

    /** Returns whether the request continues in the service, so that its end must be polled. */
    boolean isDeferred() {
        return status == 202;
    }
}
