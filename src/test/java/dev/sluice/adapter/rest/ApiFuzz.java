package dev.sluice.adapter.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes requests from an OpenAPI document: right, odd and wrong values for the declared parameters and fields, in the
 * name of each {@link Asker}. The same requests for the same seed. Changes of the pool {@code default} are dry runs.
 */
final class ApiFuzz {

    /** The pool that the requests may really change. */
    static final String POOL = "orders";

    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> ODD = List.of(
            "",
            " ",
            "-1",
            "0",
            "1",
            "2",
            "7.5",
            "1e9",
            "NaN",
            "99999999999999999999",
            "true",
            "false",
            "TRUE",
            "null",
            "1s",
            "0s",
            "PT99999999999H",
            "soon",
            "default",
            POOL,
            "nope",
            "feature:billing",
            "a:b:c",
            "../../etc/passwd",
            "a/b",
            "a;b=c",
            "${user.home}",
            "%s%n",
            "%00",
            "<script>alert(1)</script>",
            "' OR 1=1 --",
            "\u0000",
            "\r\nX: y",
            "\u202Egpj",
            "\uD83E\uDD86",
            "jdbc:h2:mem:made",
            "jdbc:postgresql://10.0.0.7/x",
            "{}",
            "[]",
            "x".repeat(900));

    private final Random random;
    private final List<Operation> operations = new ArrayList<>();
    private final JsonNode schemas;

    /** An operation of the document. */
    private record Operation(String method, String path, JsonNode node) {}

    ApiFuzz(long seed, JsonNode document) {
        random = new Random(seed);
        schemas = document.path("components").path("schemas");
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    if (METHODS.contains(method.getKey())) {
                        operations.add(new Operation(
                                method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()));
                    }
                }));
    }

    /** Returns the next request. */
    ApiRequest next() {
        Operation operation = any(operations);
        String path = path(operation);
        boolean isOfDefault = path.equals("/pool") || path.startsWith("/pool/") || path.contains("/default");
        List<String> query = query(operation.node(), isOfDefault);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Prefer", random.nextInt(4) == 0 ? "wait=0" : "respond-async");
        if (random.nextInt(10) == 0) {
            headers.put("Idempotency-Key", "key-" + random.nextInt(5));
        }
        if (random.nextInt(10) == 0) {
            headers.put("Sluice-Actor", "ada " + random.nextInt(3));
        }
        String target = query.isEmpty() ? path : path + "?" + String.join("&", query);
        String body = body(operation.node(), headers);
        return new ApiRequest(any(List.of(Asker.values())), operation.method(), target, headers, body);
    }

    private String path(Operation operation) {
        String name = random.nextInt(3) == 0 ? any(List.of("default", "nope", "made-1", odd())) : POOL;
        String id = random.nextInt(3) == 0 ? odd() : "op_1_" + random.nextInt(3);
        return operation
                .path()
                .replace("{name}", encoded(name.isBlank() ? "blank" : name))
                .replace("{id}", encoded(id.isBlank() ? "blank" : id));
    }

    private List<String> query(JsonNode operation, boolean isOfDefault) {
        List<String> query = new ArrayList<>();
        for (JsonNode parameter : operation.path("parameters")) {
            String name = parameter.path("name").asText();
            if (!parameter.path("in").asText().equals("query")) {
                continue;
            }
            if (name.equals("dryRun") && isOfDefault) {
                query.add("dryRun=true");
            } else if (name.equals("deadline")) {
                query.add("deadline=" + (random.nextInt(20) == 0 ? "soon" : "100ms"));
            } else if (random.nextInt(3) == 0 || parameter.path("required").asBoolean()) {
                query.add(name + "=" + encoded(value(parameter.path("schema")).asText()));
            }
        }
        if (random.nextInt(20) == 0) {
            query.add(encoded(odd()) + "=" + encoded(odd()));
        }
        return query;
    }

    private @Nullable String body(JsonNode operation, Map<String, String> headers) {
        JsonNode content = operation.path("requestBody").path("content");
        if (content.isMissingNode() && random.nextInt(20) != 0) {
            return null;
        }
        List<String> types = new ArrayList<>();
        content.fieldNames().forEachRemaining(types::add);
        String type = types.isEmpty() || random.nextInt(20) == 0 ? "application/json" : any(types);
        headers.put("Content-Type", random.nextInt(40) == 0 ? "text/plain" : type);
        if (random.nextInt(10) == 0) {
            return any(List.of("", "{", "[]", "null", "{\"a\":".repeat(20), "{\"name\":1,\"name\":2}", odd()));
        }
        return type.contains("json") ? object(content.path(type).path("schema")).toString() : "id,name\n1,a\n";
    }

    private ObjectNode object(JsonNode declared) {
        ObjectNode object = JSON.createObjectNode();
        JsonNode schema = resolved(declared);
        schema.path("properties").properties().forEach(field -> {
            if (random.nextInt(4) == 0 || schema.path("required").toString().contains('"' + field.getKey() + '"')) {
                object.set(field.getKey(), value(field.getValue()));
            }
        });
        if (random.nextInt(10) == 0) {
            object.put(odd(), odd());
        }
        return object;
    }

    private JsonNode resolved(JsonNode schema) {
        String reference = schema.path("$ref").asText();
        return reference.isEmpty() ? schema : schemas.path(reference.substring(reference.lastIndexOf('/') + 1));
    }

    private JsonNode value(JsonNode declared) {
        JsonNode schema = resolved(declared);
        if (random.nextInt(5) == 0) {
            return JSON.getNodeFactory().textNode(odd());
        }
        if (schema.has("enum")) {
            return schema.path("enum").get(random.nextInt(schema.path("enum").size()));
        }
        String type = schema.path("type").isArray()
                ? schema.path("type").path(0).asText()
                : schema.path("type").asText();
        return switch (type) {
            case "boolean" -> JSON.getNodeFactory().booleanNode(random.nextBoolean());
            case "integer", "number" -> JSON.getNodeFactory().numberNode(random.nextInt(6));
            case "object" -> object(schema);
            default -> JSON.getNodeFactory().textNode(any(List.of("1s", "made-1", POOL, "2", "here", "a:b")));
        };
    }

    private String odd() {
        return any(ODD);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private <T> T any(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
