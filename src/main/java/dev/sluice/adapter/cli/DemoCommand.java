package dev.sluice.adapter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code sluice demo}: begins the demonstration traffic of a service in the demonstration mode, or stops it. The traffic
 * runs in the service, so that the command ends at once.
 */
@Command(
        name = "demo",
        description = {
            "Begins traffic on the embedded pool of a demonstration: lanes, surges, a slow report, a leak",
            "and short outages. The service ends it after the duration; watch it with sluice top."
        },
        sortOptions = false,
        footer = HelpTexts.EXIT_CODES)
public final class DemoCommand extends ServiceCommand {

    private static final String OPERATION = "demonstrate";
    private static final String POOL = "default";
    private static final String ALL = "1000";
    private static final Set<String> UNENDED = Set.of("QUEUED", "RUNNING");

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            description = "Duration of the traffic, such as 5m (10s-1h, default: 10m).")
    private @Nullable String duration;

    @Option(names = "--stop", description = "Stops the traffic instead.")
    private boolean stop;

    @Option(names = "--json", description = HelpTexts.JSON)
    private boolean json;

    /** Creates the command with the environment of this process. */
    public DemoCommand() {
        this(CommandEnvironment.ofProcess());
    }

    DemoCommand(CommandEnvironment surroundings) {
        super(surroundings);
    }

    @Override
    boolean isJson() {
        return json;
    }

    @Override
    void run(Remote remote) throws RemoteFailure, InterruptedException {
        if (stop) {
            stop(remote);
            return;
        }
        Map<String, String> parameters = duration == null ? Map.of() : Map.of("duration", duration);
        ServiceResponse begun = remote.begin(ApiPaths.of(POOL, OPERATION) + ApiPaths.query(parameters));
        if (json) {
            json(begun.text());
            return;
        }
        out().println(PlainText.text("demonstration traffic runs: operation "
                + begun.json().path("id").asText() + " on pool '" + POOL + "'"));
        out().println("watch it with: sluice top; end it with: sluice demo --stop");
    }

    private void stop(Remote remote) throws RemoteFailure, InterruptedException {
        ServiceResponse cancelled = remote.order("DELETE", ApiPaths.operation(running(remote)), null);
        if (json) {
            json(cancelled.text());
        } else {
            out().println("demonstration traffic stops");
        }
    }

    /** Returns the id of the operation that is the traffic. */
    private static String running(Remote remote) throws RemoteFailure, InterruptedException {
        String all = ApiPaths.OPERATIONS + ApiPaths.query(new TreeMap<>(Map.of("pool", POOL, "limit", ALL)));
        for (JsonNode each : remote.get(all).json()) {
            if (each.path("operation").asText().equals(OPERATION)
                    && UNENDED.contains(each.path("status").asText())) {
                return each.path("id").asText();
            }
        }
        throw RemoteProblem.notRunning("no demonstration traffic runs on pool '" + POOL + "'");
    }
}
