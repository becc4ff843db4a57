package dev.sluice.adapter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.adapter.cli.RemoteCatalogue.RemoteOperation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/**
 * {@code sluice do}: orders an operation of the service's catalogue and follows it to its end. If the command is
 * interrupted, the operation continues in the service.
 */
@Command(
        name = "do",
        description = {
            "Orders an operation on a pool and waits for its end: sluice do orders resize max=30.",
            "Without an operation, or with --list, lists the operations and their parameters."
        },
        sortOptions = false,
        footer = HelpTexts.EXIT_CODES)
public final class DoCommand extends ServiceCommand {

    @Parameters(index = "0", arity = "0..1", paramLabel = "POOL", description = "The name of the pool.")
    private @Nullable String pool;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "OPERATION",
            description = "The name of the operation, such as reset or resize.")
    private @Nullable String operation;

    @Parameters(
            index = "2..*",
            arity = "0..*",
            paramLabel = "KEY=VALUE",
            description = {"Parameters of the operation. The value of a secret is read", "from a file: password=@FILE."
            })
    private List<String> parameters = List.of();

    @Option(names = "--list", description = "List the operations and their parameters.")
    private boolean list;

    @Option(names = "--dry-run", description = "Report the effect of the operation without any change.")
    private boolean dryRun;

    @Option(
            names = "--deadline",
            paramLabel = "DURATION",
            description = "Maximum time for the operation, such as 30s; it stops there (default: none).")
    private @Nullable String deadline;

    @Option(names = "--json", description = "Print the report in JSON.")
    private boolean json;

    /** Creates the command in the environment of this process. */
    public DoCommand() {
        this(CommandEnvironment.ofProcess());
    }

    DoCommand(CommandEnvironment surroundings) {
        super(surroundings);
    }

    @Override
    boolean isJson() {
        return json;
    }

    @Override
    void run(Remote remote) throws RemoteFailure, InterruptedException {
        ServiceResponse answer = remote.get(ApiPaths.CATALOGUE);
        RemoteCatalogue catalogue = RemoteCatalogue.of(answer.json());
        if (list || operation == null) {
            if (json) {
                json(answer.text());
            } else {
                catalogue.lines().forEach(out()::println);
            }
            return;
        }
        RemoteOperation entry = catalogue.find(operation);
        if (entry == null) {
            throw bad("no operation '" + operation + "'; there are: " + String.join(", ", catalogue.names()));
        }
        order(remote, entry);
    }

    private void order(Remote remote, RemoteOperation entry) throws RemoteFailure, InterruptedException {
        Map<String, String> given = new KeyValues(entry, this::bad).read(parameters);
        Map<String, String> query = new LinkedHashMap<>();
        if (!entry.isInBody()) {
            query.putAll(given);
        }
        if (dryRun) {
            query.put("dryRun", "true");
        }
        if (deadline != null) {
            query.put("deadline", deadline);
        }
        String name = Objects.requireNonNull(pool);
        String path = entry.path(name) + ApiPaths.query(query);
        ServiceResponse begun = remote.order(entry.method(), path, entry.isInBody() ? entry.body(name, given) : null);
        OperationFollower followed = new OperationFollower(remote, surroundings, json ? line -> {} : this::progress);
        print(followed.toTheEnd(begun));
    }

    private void progress(String line) {
        spec().commandLine().getErr().println(PlainText.text(line));
        spec().commandLine().getErr().flush();
    }

    private void print(ServiceResponse report) throws RemoteProblem {
        JsonNode node = report.json();
        if (!node.path("complete").isBoolean()) {
            throw RemoteProblem.notSluice("it is no report of an operation");
        }
        if (json) {
            json(report.text());
        } else {
            ReportText.of(node).forEach(out()::println);
        }
    }

    private ParameterException bad(String message) {
        return new ParameterException(spec().commandLine(), PlainText.text(message));
    }
}
