package dev.sluice.adapter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** Follows an operation of a service to its end, if it takes longer than one request. */
final class OperationFollower {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
    private static final Set<String> UNENDED = Set.of("QUEUED", "RUNNING");

    private final Remote remote;
    private final CommandEnvironment surroundings;
    private final Consumer<String> progress;

    /**
     * @param progress receives a line for each change of the step or the count
     */
    OperationFollower(Remote remote, CommandEnvironment surroundings, Consumer<String> progress) {
        this.remote = remote;
        this.surroundings = surroundings;
        this.progress = progress;
    }

    /**
     * Returns the report of the operation.
     *
     * @param begun the answer to the order: the report, or the operation if it still runs
     * @throws RemoteFailure if the operation did not succeed, or the service does not answer
     */
    ServiceResponse toTheEnd(ServiceResponse begun) throws RemoteFailure, InterruptedException {
        if (!begun.isDeferred()) {
            return begun;
        }
        String path = ApiPaths.operation(begun.json().path("id").asText());
        ServiceResponse now = begun;
        String said = "";
        while (UNENDED.contains(status(now))) {
            String line = line(now.json());
            if (!line.equals(said)) {
                progress.accept(line);
                said = line;
            }
            surroundings.pause(BETWEEN_LOOKS);
            now = remote.get(path);
        }
        if (!status(now).equals("SUCCEEDED")) {
            throw RemoteProblem.ended(now);
        }
        JsonNode report = now.json().path("report");
        return new ServiceResponse(now.status(), report.toString(), report);
    }

    private static String status(ServiceResponse operation) {
        return operation.json().path("status").asText();
    }

    private static String line(JsonNode operation) {
        int total = operation.path("total").asInt();
        String step = operation.path("step").asText();
        return operation.path("operation").asText() + " " + operation.path("id").asText() + ": "
                + (step.isEmpty() ? operation.path("status").asText().toLowerCase(Locale.ROOT) : step)
                + (total == 0 ? "" : ", " + operation.path("done").asInt() + " of " + total);
    }
}
