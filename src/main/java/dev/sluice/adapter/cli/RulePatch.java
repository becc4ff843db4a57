package dev.sluice.adapter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Reads changes of rules from the words of a command: {@code aging=2s reserved.high=1}. */
final class RulePatch {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern HYPHEN = Pattern.compile("-([a-z])");

    private RulePatch() {}

    /** Returns the changes as a JSON merge patch. All values are texts, which the service reads by the rule's type. */
    static ObjectNode of(List<String> changes, CommandLine command) {
        ObjectNode patch = MAPPER.createObjectNode();
        for (String change : changes) {
            int equals = change.indexOf('=');
            if (equals < 1) {
                throw bad("'" + change + "' is not KEY=VALUE", command);
            }
            put(patch, change.substring(0, equals), change.substring(equals + 1).trim(), command);
        }
        return patch;
    }

    private static void put(ObjectNode patch, String key, String value, CommandLine command) {
        ObjectNode group = patch;
        String[] names = key.split("\\.", -1);
        for (int i = 0; i < names.length - 1; i++) {
            JsonNode inner = group.get(name(names, i));
            if (inner != null && !inner.isObject()) {
                throw bad("'" + key + "' is given twice, or together with its group", command);
            }
            group = inner == null ? group.putObject(name(names, i)) : (ObjectNode) inner;
        }
        String last = name(names, names.length - 1);
        if (group.has(last)) {
            throw bad("'" + key + "' is given twice, or together with its group", command);
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

    private static ParameterException bad(String message, CommandLine command) {
        return new ParameterException(command, PlainText.text(message));
    }
}
