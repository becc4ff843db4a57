package dev.sluice.adapter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The operations that a service offers, as it describes them at {@value ApiPaths#CATALOGUE}. */
final class RemoteCatalogue {

    private final List<RemoteOperation> entries = new ArrayList<>();

    private RemoteCatalogue() {}

    /** An operation. */
    record RemoteOperation(JsonNode json) {

        String name() {
            return json.path("name").asText();
        }

        String method() {
            return json.path("method").asText();
        }

        boolean isInBody() {
            return json.path("parametersIn").asText().equals("BODY");
        }

        /** Returns whether any parameter is accepted, because settings of a pool are parameters, too. */
        boolean isOpen() {
            return json.path("takesSettings").asBoolean();
        }

        /** Returns the path below the URL of the service, which has the path of the API as the client reaches it. */
        String path(String pool) {
            String path = json.path("path").asText();
            String below = path.substring(Math.max(0, path.lastIndexOf(ApiPaths.POOLS)));
            return below.replace("{name}", ApiPaths.encoded(pool));
        }

        /** Returns whether a key is that of a secret parameter, in any spelling that the service reads. */
        boolean isSecret(String key) {
            for (JsonNode parameter : json.path("parameters")) {
                if (parameter.path("secret").asBoolean()
                        && spelt(parameter.path("name").asText()).equals(spelt(key))) {
                    return true;
                }
            }
            return false;
        }

        private static String spelt(String key) {
            return key.replace("-", "").toLowerCase(Locale.ROOT);
        }

        List<String> parameterNames() {
            List<String> names = new ArrayList<>();
            json.path("parameters").forEach(each -> names.add(each.path("name").asText()));
            return names;
        }

        /** Returns the body of the request; an operation whose path does not name the pool has the name in the body. */
        String body(String pool, Map<String, String> given) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            if (!json.path("path").asText().contains("{name}")) {
                body.put("name", pool);
            }
            given.forEach(body::put);
            return body.toString();
        }
    }

    static RemoteCatalogue of(JsonNode json) throws RemoteProblem {
        if (!json.isArray() || json.isEmpty() || !json.get(0).path("path").isTextual()) {
            throw RemoteProblem.notSluice("it is no catalogue of operations");
        }
        RemoteCatalogue catalogue = new RemoteCatalogue();
        json.forEach(entry -> catalogue.entries.add(new RemoteOperation(entry)));
        return catalogue;
    }

    @Nullable
    RemoteOperation find(String name) {
        return entries.stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    List<String> names() {
        return entries.stream().map(RemoteOperation::name).toList();
    }

    /** Returns the operations and their parameters as lines of text. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (RemoteOperation entry : entries) {
            lines.add(entry.name() + ": " + entry.json().path("title").asText()
                    + (entry.json().path("breaksLeases").asBoolean() ? " (can break leases)" : ""));
            entry.json().path("parameters").forEach(parameter -> lines.add("    " + line(parameter)));
        }
        return lines.stream().map(PlainText::text).toList();
    }

    private static String line(JsonNode parameter) {
        String otherwise = parameter.path("defaultValue").asText("");
        boolean isRequired = parameter.path("required").asBoolean();
        return parameter.path("name").asText() + "=" + parameter.path("example").asText() + "  "
                + parameter.path("description").asText() + " Takes "
                + parameter.path("takes").asText()
                + (isRequired ? "; required." : otherwise.isEmpty() ? "." : "; default: " + otherwise + ".");
    }
}
