package dev.sluice.adapter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** Reports an answer that is not the requested one. The sender may be the service or another server. */
final class RemoteProblem extends RemoteFailure {

    private static final long serialVersionUID = 1L;
    private static final String UNKNOWN_POOL = "urn:sluice:problem:unknown-pool";

    private final String type;
    private final String document;

    private RemoteProblem(String type, String message, String document) {
        super(message);
        this.type = type;
        this.document = document;
    }

    /** Reads a problem document (RFC 9457), or only the status if the answer has no such document. */
    static RemoteProblem of(ServiceResponse answer) {
        JsonNode json = answer.json();
        String title = json.path("title").asText("HTTP " + answer.status());
        String detail = json.path("detail").asText(json.isObject() ? "" : "the answer has no reason");
        return new RemoteProblem(
                json.path("type").asText(""),
                detail.isEmpty() ? title : title + ": " + detail,
                json.isObject() ? answer.text() : "");
    }

    /** Returns the problem of an answer that Sluice never sends. */
    static RemoteProblem notSluice(String why) {
        return new RemoteProblem("", "Not an answer of Sluice: " + why, "");
    }

    /** Returns the problem of an operation that did not succeed, after its request had been answered. */
    static RemoteProblem ended(ServiceResponse operation) {
        JsonNode json = operation.json();
        String status = json.path("status").asText("");
        if (status.isEmpty()) {
            return notSluice("it is no operation");
        }
        String why =
                json.path("problem").asText(json.path("report").path("message").asText("no reason is given"));
        String what = json.path("operation").asText("");
        return new RemoteProblem(
                "", "Operation " + status.toLowerCase(Locale.ROOT) + ": " + what + ": " + why, operation.text());
    }

    /** Returns the problem of an operation to end that does not run. */
    static RemoteProblem notRunning(String why) {
        return new RemoteProblem("", why, "");
    }

    /** Returns whether the service has no pool of that name. */
    boolean isUnknownPool() {
        return type.equals(UNKNOWN_POOL);
    }

    /** Returns the JSON document that the service sent, or an empty text if the answer was not JSON. */
    String document() {
        return document;
    }

    @Override
    int exitCode() {
        return isUnknownPool() ? ExitCode.USAGE : ExitCode.FAILED;
    }
}
