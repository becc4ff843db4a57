package dev.sluice.adapter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern HYPHEN = Pattern.compile("-([a-z])");
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
        String patch = changes.isEmpty() ? null : patch().toString();
        ServiceResponse answer = patch == null ? remote.get(path) : remote.order("PATCH", path, patch);
        if (json) {
            json(answer.text());
        } else {
            lines("", answer.json()).forEach(line -> out().println(PlainText.text(line)));
        }
    }

    /** Returns the changes as a JSON merge patch. All values are texts, which the service reads by the rule's type. */
    private ObjectNode patch() {
        ObjectNode patch = MAPPER.createObjectNode();
        for (String change : changes) {
            int equals = change.indexOf('=');
            if (equals < 1) {
                throw bad("'" + change + "' is not KEY=VALUE");
            }
            put(patch, change.substring(0, equals), change.substring(equals + 1).trim());
        }
        return patch;
    }

    private void put(ObjectNode patch, String key, String value) {
        ObjectNode group = patch;
        String[] names = key.split("\\.", -1);
        for (int i = 0; i < names.length - 1; i++) {
            JsonNode inner = group.get(name(names, i));
            if (inner != null && !inner.isObject()) {
                throw bad("'" + key + "' is given twice, or together with its group");
            }
            group = inner == null ? group.putObject(name(names, i)) : (ObjectNode) inner;
        }
        String last = name(names, names.length - 1);
        if (group.has(last)) {
            throw bad("'" + key + "' is given twice, or together with its group");
        }
        if (value.isEmpty()) {
            group.putNull(last);
        } else {
            group.put(last, value);
        }
    }

    /** Returns a name as JSON has it: lanes in upper case, tenants unchanged, all others in camel case. */
    private static String name(String[] names, int index) {
        String above = index == 0 ? "" : names[0];
        if (above.equals("tenants")) {
            return index == 1 ? names[1] : names[index];
        }
        if (above.equals("reserved") || above.equals("max-waiters-by-lane") || above.equals("maxWaitersByLane")) {
            return names[index].toUpperCase(Locale.ROOT);
        }
        return HYPHEN.matcher(names[index]).replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
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

    private ParameterException bad(String message) {
        return new ParameterException(spec().commandLine(), PlainText.text(message));
    }
}
