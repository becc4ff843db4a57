package dev.sluice.testing.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.oas.OpenApi31;
import dev.sluice.testing.Operator;
import io.restassured.RestAssured;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * The OpenAPI document of a running service, as a contract for its answers: the status, the type and the required
 * headers of each answer must be documented, and its body must satisfy the schema. Fields that the schema does not name
 * are violations, too. A request for anything that is not in the document must be answered with 404 or 405.
 */
public final class ApiContract {

    private static final String ID = "https://service.example/openapi.json";
    private static final List<String> OURS = List.of("/pools", "/pool", "/operations", "/batches");
    private static final String PROBLEM = "application/problem+json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode document;
    private final JsonSchemaFactory schemas;

    /** Few schemas are used at many places, and to compile one takes long. */
    private final Map<String, JsonSchema> compiled = new ConcurrentHashMap<>();

    /** Reads a document. */
    public ApiContract(String text) {
        try {
            document = JSON.readTree(text);
            JsonNode components = document.at("/components/schemas");
            close(components);
            String closed = absolute(JSON.createObjectNode().set("$defs", components));
            schemas = JsonSchemaFactory.getInstance(
                    OpenApi31.getInstance().getSpecification(),
                    builder -> builder.metaSchema(OpenApi31.getInstance())
                            .defaultMetaSchemaIri(OpenApi31.getInstance().getIri())
                            .schemaLoaders(loaders -> loaders.schemas(Map.of(ID, closed))));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a JSON document", e);
        }
    }

    /** Allows no other fields than those that are named, except where a schema says that there may be others. */
    private static void close(JsonNode components) {
        components.forEach(schema -> {
            if (schema.has("properties") && !schema.has("additionalProperties")) {
                ((ObjectNode) schema).put("additionalProperties", false);
            }
        });
    }

    /** Reads the document that the service under test serves. */
    public static ApiContract served() {
        return new ApiContract(RestAssured.given()
                .noFilters()
                .header("Authorization", "Bearer " + Operator.token())
                .queryParam("format", "json")
                .get("/q/openapi")
                .asString());
    }

    /** Returns whether a path belongs to Sluice, and not to the framework or to an application around it. */
    public static boolean isOurs(String path) {
        return OURS.stream().anyMatch(ours -> path.equals(ours) || path.startsWith(ours + "/"));
    }

    /**
     * Compares an answer with the document.
     *
     * @return the violations, none if the answer is as documented
     */
    public List<String> violations(Answer answer) {
        Optional<String> path = template(answer.path());
        String method = answer.method().toLowerCase(Locale.ROOT);
        JsonNode operation = document.path("paths").path(path.orElse("")).path(method.equals("head") ? "get" : method);
        if (operation.isMissingNode()) {
            return undocumented(answer);
        }
        String pointer = "/paths/" + escape(path.orElseThrow()) + "/" + (method.equals("head") ? "get" : method)
                + "/responses/" + answer.status();
        JsonNode response = document.at(pointer);
        if (response.isMissingNode()) {
            return List.of("status " + answer.status() + " is not documented");
        }
        if (response.has("$ref")) {
            pointer = response.path("$ref").asText().substring(1);
            response = document.at(pointer);
        }
        List<String> violations = new ArrayList<>(missingHeaders(response, answer));
        if (!method.equals("head")) {
            violations.addAll(bodyViolations(response, pointer, answer));
        }
        return violations;
    }

    private List<String> undocumented(Answer answer) {
        if (answer.method().equals("OPTIONS") && answer.status() == 200) {
            return List.of(); // the methods of a path, as the framework lists them
        }
        if (answer.status() != 404 && answer.status() != 405) {
            return List.of("neither the path nor the method is documented, and the answer is not 404 or 405");
        }
        if (!answer.mediaType().equals(PROBLEM)) {
            return List.of("the refusal is not a problem but " + answer.mediaType());
        }
        return validate("/components/schemas/HttpProblem", answer.body());
    }

    /** Returns the path of the document that a path fits, with the fewest parameters. */
    private Optional<String> template(String path) {
        return StreamSupport.stream(
                        ((Iterable<String>) () -> document.path("paths").fieldNames()).spliterator(), false)
                .filter(each -> fits(each, path))
                .min(Comparator.comparing((String each) -> each.contains("{")));
    }

    private static boolean fits(String template, String path) {
        String pattern = Pattern.compile("\\{[^}]*}")
                .splitAsStream(template + "/")
                .map(Pattern::quote)
                .reduce((a, b) -> a + "[^/]+" + b)
                .orElseThrow();
        return (path.endsWith("/") ? path : path + "/").matches(pattern);
    }

    private static List<String> missingHeaders(JsonNode response, Answer answer) {
        List<String> violations = new ArrayList<>();
        response.path("headers").properties().forEach(header -> {
            if (header.getValue().path("required").asBoolean() && answer.header(header.getKey()) == null) {
                violations.add("the header " + header.getKey() + " is missing");
            }
        });
        if (answer.header("Location") != null && !response.path("headers").has("Location")) {
            violations.add("the header Location is not documented");
        }
        return violations;
    }

    private List<String> bodyViolations(JsonNode response, String pointer, Answer answer) {
        JsonNode content = response.path("content");
        if (content.isEmpty()) {
            return answer.body().isEmpty() ? List.of() : List.of("a body is not documented");
        }
        String type = answer.mediaType();
        if (!content.has(type)) {
            return List.of("the type " + type + " is not documented");
        }
        String schema = pointer + "/content/" + escape(type) + "/schema";
        return switch (type) {
            case "application/json", PROBLEM -> validate(schema, answer.body());
            case "text/event-stream" -> eventViolations(schema + "/items", answer.body());
            default -> List.of();
        };
    }

    private List<String> eventViolations(String schema, String body) {
        return body.lines()
                .filter(line -> line.startsWith("data:"))
                .flatMap(line -> validate(schema, line.substring("data:".length())).stream())
                .toList();
    }

    /** Returns how a text violates the schema at a place of the document. */
    public List<String> validate(String pointer, String text) {
        try {
            JsonNode json = JSON.readTree(text);
            if (json == null || json.isMissingNode()) {
                return List.of("the body is empty");
            }
            return schema(document.at(pointer)).validate(json).stream()
                    .map(each -> each.getInstanceLocation() + ": " + each.getMessage())
                    .toList();
        } catch (JsonProcessingException e) {
            return List.of("the body is not JSON: " + e.getOriginalMessage());
        }
    }

    private JsonSchema schema(JsonNode schema) {
        SchemaValidatorsConfig config =
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        return compiled.computeIfAbsent(absolute(schema), text -> schemas.getSchema(text, InputFormat.JSON, config));
    }

    /** Returns the schema with references that lead to the document of all components. */
    private static String absolute(JsonNode schema) {
        return schema.toString().replace("\"#/components/schemas/", "\"" + ID + "#/$defs/");
    }

    private static String escape(String token) {
        return token.replace("~", "~0").replace("/", "~1");
    }
}
