package dev.sluice.adapter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.value.Values;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice audit}: the newest lines of the service's audit log, for auditors. */
@Command(
        name = "audit",
        description = "Shows who changed what, the newest first; needs the role auditor.",
        sortOptions = false,
        subcommands = AuditVerifyCommand.class,
        footer = HelpTexts.EXIT_CODES)
public final class AuditCommand extends ServiceCommand {

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = {
                "Only lines from this time on, such as 2026-11-29T03:00:00Z, or of this last time,",
                "such as 2h."
            })
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Only lines before this time, or older than this.")
    private @Nullable String until;

    @Option(names = "--principal", paramLabel = "NAME", description = "Only requests of this principal.")
    private @Nullable String principal;

    @Option(names = "--operation", paramLabel = "NAME", description = "Only this operation.")
    private @Nullable String operation;

    @Option(names = "--target", paramLabel = "POOL", description = "Only this pool or other target.")
    private @Nullable String target;

    @Option(
            names = "--outcome",
            paramLabel = "OUTCOME",
            description = "Only begun, succeeded, incomplete, failed, cancelled or denied.")
    private @Nullable String outcome;

    @Option(names = "--kind", paramLabel = "KIND", description = "Only change or denial.")
    private @Nullable String kind;

    @Option(
            names = "--before",
            paramLabel = "POSITION",
            description = "Only lines before this position, which the last line of the output names.")
    private @Nullable String before;

    @Option(names = "--limit", paramLabel = "LINES", description = "Maximum lines (1-1000, default: 100).")
    private @Nullable String limit;

    @Option(names = "--json", description = HelpTexts.JSON)
    private boolean json;

    /** Creates the command with the environment of this process. */
    public AuditCommand() {
        this(CommandEnvironment.ofProcess());
    }

    AuditCommand(CommandEnvironment surroundings) {
        super(surroundings);
    }

    @Override
    boolean isJson() {
        return json;
    }

    @Override
    void run(Remote remote) throws RemoteFailure, InterruptedException {
        ServiceResponse answer = remote.get(ApiPaths.AUDIT + ApiPaths.query(query()));
        if (json) {
            json(answer.text());
            return;
        }
        TextTable table = new TextTable(
                ">NUMBER", "TIME", "WHO", "ROLE", "BY", "FROM", "OPERATION", "TARGET", "OUTCOME", "DETAIL");
        JsonNode entries = answer.json().path("entries");
        entries.forEach(entry -> table.row(
                text(entry, "number"),
                text(entry, "time"),
                who(entry),
                text(entry, "role"),
                text(entry, "by"),
                text(entry, "surface") + " " + text(entry, "address"),
                text(entry, "operation"),
                text(entry, "target"),
                text(entry, "outcome"),
                detail(entry)));
        table.lines().forEach(out()::println);
        if (answer.json().path("more").asBoolean()) {
            out().println("… older lines: --before " + PlainText.text(text(answer.json(), "next")));
        }
    }

    private Map<String, String> query() {
        Map<String, String> query = new LinkedHashMap<>();
        put(query, "since", time(since));
        put(query, "until", time(until));
        put(query, "principal", principal);
        put(query, "operation", operation);
        put(query, "target", target);
        put(query, "outcome", outcome);
        put(query, "kind", kind);
        put(query, "before", before);
        put(query, "limit", limit);
        return query;
    }

    private static void put(Map<String, String> query, String name, @Nullable String value) {
        if (value != null) {
            query.put(name, value);
        }
    }

    /** Returns a duration before the present as a time, and any other text unchanged, for the service to check. */
    private @Nullable String time(@Nullable String text) {
        Duration ago = text == null ? null : Values.DURATION.parse(text);
        return ago == null ? text : surroundings.ticker().instant().minus(ago).toString();
    }

    private static String who(JsonNode entry) {
        String claim = text(entry, "claim");
        return text(entry, "who") + (claim.equals("-") ? "" : " for " + claim);
    }

    /** Returns the reason, or the values with their change. */
    private static String detail(JsonNode entry) {
        if (entry.hasNonNull("reason")) {
            return text(entry, "reason");
        }
        StringJoiner detail = new StringJoiner(" ").setEmptyValue("-");
        JsonNode after = entry.path("after");
        entry.path("parameters")
                .properties()
                .forEach(
                        each -> detail.add(each.getKey() + "=" + each.getValue().asText()));
        entry.path("before")
                .properties()
                .forEach(each ->
                        detail.add(each.getKey() + ": " + each.getValue().asText() + " → "
                                + after.path(each.getKey()).asText("?")));
        return detail.toString();
    }

    private static String text(JsonNode entry, String field) {
        return entry.hasNonNull(field) ? entry.get(field).asText() : "-";
    }
}
