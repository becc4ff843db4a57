package dev.sluice.control.diagnosis;

import dev.sluice.access.AccessDenied;
import dev.sluice.access.Requester;
import dev.sluice.access.Role;
import dev.sluice.control.diagnosis.Cause.Remedy;
import dev.sluice.control.operation.OperationCatalogue;
import dev.sluice.control.operation.OperationEntry;
import dev.sluice.control.operation.OperationNotBegun;
import dev.sluice.control.policy.PolicyRules;
import dev.sluice.pool.failure.PoolException;
import dev.sluice.pool.operation.OperationReport;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns steps into proposals: with their dry runs, and as texts for a terminal. */
final class Proposals {

    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.:/@=+-]+");
    private static final String HEADER = "-H \"Authorization: Bearer $SLUICE_TOKEN\"";
    private static final String FILE = "@FILE";
    private static final String NO_DRY_RUN = "no dry run: ";

    private final DiagnosedPool diagnosed;
    private final String pool;
    private final Requester requester;

    Proposals(DiagnosedPool diagnosed, String pool, Requester requester) {
        this.diagnosed = diagnosed;
        this.pool = pool;
        this.requester = requester;
    }

    Proposal of(Remedy step) {
        if (step.operation().equals(Remedy.POLICY)) {
            return policy(step);
        }
        OperationEntry entry = OperationCatalogue.named(step.operation());
        return new Proposal(
                entry.name(),
                step.parameters(),
                step.why(),
                entry.role(),
                entry.breaksLeases(),
                dryRun(entry, step.parameters()),
                command("sluice do " + quoted(pool) + " " + entry.name(), step.parameters()),
                curl(entry, step.parameters()));
    }

    private Proposal policy(Remedy step) {
        StringJoiner changes = new StringJoiner(",", "{", "}");
        step.parameters().forEach((key, value) -> changes.add(nested(key, value)));
        return new Proposal(
                step.operation(),
                step.parameters(),
                step.why(),
                Role.ADMIN,
                false,
                replay(step.parameters()),
                command("sluice policy " + quoted(pool), step.parameters()),
                "curl -X PATCH " + HEADER + " -H 'Content-Type: application/merge-patch+json' --data "
                        + quoted(changes.toString()) + " \"$SLUICE_URL/pools/" + encoded(pool) + "/policy\"");
    }

    /** Returns a replay with the other rules, in words; null for a requester who may not have it. */
    private @Nullable String replay(Map<String, String> parameters) {
        if (!requester.may(Role.OPERATOR, pool)) {
            return null;
        }
        Map<String, Object> tree = new HashMap<>();
        parameters.forEach((key, value) -> put(tree, key, value));
        try {
            return "would set " + parameters + "; "
                    + diagnosed.withRules(PolicyRules.ofTree(tree)).summary();
        } catch (PoolException | AccessDenied | IllegalArgumentException e) {
            return NO_DRY_RUN + e.getMessage();
        }
    }

    /** Puts a rule such as {@code tenants.acme.cap} into the tree; the name in its middle may have dots. */
    private static void put(Map<String, Object> tree, String key, String value) {
        int first = key.indexOf('.');
        int last = key.lastIndexOf('.');
        tree.put(
                first == last ? key : key.substring(0, first),
                first == last ? value : Map.of(key.substring(first + 1, last), Map.of(key.substring(last + 1), value)));
    }

    private static String nested(String key, String value) {
        int first = key.indexOf('.');
        int last = key.lastIndexOf('.');
        return first < 0 || first == last
                ? json(key) + ":" + value
                : json(key.substring(0, first)) + ":{" + json(key.substring(first + 1, last)) + ":{"
                        + json(key.substring(last + 1)) + ":" + value + "}}";
    }

    private static String json(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Returns the effect in words; null if the step needs a value that only an operator has, or another role. */
    private @Nullable String dryRun(OperationEntry entry, Map<String, String> parameters) {
        if (!requester.may(entry.role(), pool) || parameters.containsValue(FILE)) {
            return null;
        }
        try {
            OperationReport report = diagnosed.dryRun(entry.command(parameters), requester, LIMIT);
            return report == null ? "the dry run has not ended within 2 s" : words(report);
        } catch (PoolException | OperationNotBegun | AccessDenied | IllegalArgumentException e) {
            return NO_DRY_RUN + e.getMessage();
        }
    }

    static String words(OperationReport report) {
        List<String> parts = new ArrayList<>();
        add(parts, "break", report.broken().size());
        add(parts, "close", report.retired().size());
        add(parts, "mark", report.retireOnRelease().size());
        add(parts, "create", report.wanted());
        String effect = parts.isEmpty() ? "would change no connection" : "would " + String.join(", ", parts);
        return report.message() == null ? effect : effect + "; " + report.message();
    }

    private static void add(List<String> parts, String verb, int number) {
        if (number > 0) {
            parts.add(verb + " " + number);
        }
    }

    private static String command(String begin, Map<String, String> parameters) {
        StringBuilder line = new StringBuilder(begin);
        parameters.forEach((name, text) -> line.append(' ').append(quoted(name + "=" + text)));
        return line.toString();
    }

    private String curl(OperationEntry entry, Map<String, String> parameters) {
        String path = "\"$SLUICE_URL/pools/" + encoded(pool) + "/" + entry.name();
        if (entry.place() == OperationEntry.ParameterPlace.BODY) {
            return "curl -X POST " + HEADER + " -H 'Content-Type: application/json' --data @FILE " + path + "\"";
        }
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        parameters.forEach((name, text) -> query.add(name + "=" + encoded(text)));
        return "curl -X POST " + HEADER + " " + path + query + "\"";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Returns a word for a POSIX shell. Tags and tenants come from callers, and may have any character. */
    static String quoted(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
