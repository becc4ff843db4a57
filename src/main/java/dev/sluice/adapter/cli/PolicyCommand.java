package dev.sluice.adapter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice policy}: prints the rules of the gate and the policies of a pool, or changes some of them. */
@Command(
        name = "policy",
        description = {
            "Prints the rules of a pool: those of its gate, and its policies.",
            "With KEY=VALUE, changes these rules: sluice policy orders rate-limit.pool=100/s."
        },
        sortOptions = false,
        footer = HelpTexts.EXIT_CODES)
public final class PolicyCommand extends ServiceCommand {

    private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    @Parameters(index = "0", paramLabel = "POOL", description = "The name of the pool.")
    private String pool = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "KEY=VALUE",
            description = {
                "Rules to change. An empty value restores the default of a rule, or switches",
                "a policy off: rate-limit="
            })
    private List<String> changes = List.of();

    @Option(names = "--json", description = HelpTexts.JSON)
    private boolean json;

    /** Creates the command in the environment of this process. */
    public PolicyCommand() {
        this(CommandEnvironment.ofProcess());
    }

    PolicyCommand(CommandEnvironment surroundings) {
        super(surroundings);
    }

    @Override
    boolean isJson() {
        return json;
    }

    @Override
    void run(Remote remote) throws RemoteFailure, InterruptedException {
        String path = ApiPaths.of(pool, "policy");
        String patch = changes.isEmpty()
                ? null
                : RulePatch.of(changes, spec().commandLine()).toString();
        ServiceResponse answer = patch == null ? remote.get(path) : remote.order("PATCH", path, patch);
        if (json) {
            json(answer.text());
        } else {
            lines("", answer.json()).forEach(line -> out().println(PlainText.text(line)));
        }
    }

    private static List<String> lines(String group, JsonNode rules) {
        List<String> lines = new ArrayList<>();
        rules.properties().forEach(rule -> {
            String key = group + key(group, rule.getKey());
            if (rule.getValue().isObject()) {
                lines.addAll(lines(key + ".", rule.getValue()));
            } else if (!rule.getValue().isNull()) {
                lines.add(key + "=" + rule.getValue().asText());
            }
        });
        return lines;
    }

    private static String key(String group, String name) {
        return group.startsWith("tenants.") && group.length() == "tenants.".length()
                ? name
                : HUMP.matcher(name).replaceAll("-").toLowerCase(Locale.ROOT);
    }
}
