package dev.sluice.adapter.cli;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the service said.
 *
 * @param status of HTTP
 * @param text the body as it came
 * @param json the same, parsed; a missing node if it is not JSON
 */
record Answer(int status, String text, JsonNode json) {

    /** Whether what was asked for goes on, and has to be looked at later. */
    boolean isDeferred() {
        return status == 202;
    }
}
