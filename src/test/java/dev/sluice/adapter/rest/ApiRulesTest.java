package dev.sluice.adapter.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.testing.contract.ApiContract;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rules of linters for OpenAPI documents, without a linter: those that the document has broken, or could break. */
@QuarkusTest
@DisplayName("F7 The OpenAPI document keeps the rules of linters")
@Tag("service")
class ApiRulesTest {

    /** The document of the last run, for linters: CONTRIBUTING.md. */
    private static final Path DOCUMENT = Path.of("target", "openapi.json");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^}]+)}");
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private JsonNode api;
    private ApiContract contract;

    @BeforeEach
    void read() throws Exception {
        String text = given().queryParam("format", "json").get("/q/openapi").asString();
        Files.writeString(DOCUMENT, text);
        api = new ObjectMapper().readTree(text);
        contract = new ApiContract(text);
    }

    private void eachOperation(BiConsumer<String, JsonNode> check) {
        api.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> METHODS.contains(method.getKey()))
                        .forEach(method -> check.accept(method.getKey() + " " + path.getKey(), method.getValue())));
    }

    private void eachNode(JsonNode node, String pointer, BiConsumer<String, JsonNode> check) {
        check.accept(pointer, node);
        node.properties()
                .forEach(field -> eachNode(
                        field.getValue(),
                        pointer + "/" + field.getKey().replace("~", "~0").replace("/", "~1"),
                        check));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            eachNode(node.get(i), pointer + "/" + i, check);
        }
    }

    @Test
    @DisplayName("the document names its version, licence, contact, server and tags")
    void head() {
        assertThat(api.path("openapi").asText()).startsWith("3.1");
        assertThat(api.at("/info/license/url").asText()).startsWith("https://");
        for (String field : List.of("/info/title", "/info/version", "/info/description", "/info/contact/name")) {
            assertThat(api.at(field).asText()).as(field).isNotBlank();
        }
        assertThat(api.at("/servers/0/url").asText()).isEqualTo("/");
        assertThat(api.path("tags"))
                .allSatisfy(tag -> assertThat(tag.path("description").asText()).isNotBlank());
        Set<String> tags = new TreeSet<>(api.path("tags").findValuesAsText("name"));
        eachOperation((name, operation) ->
                assertThat(operation.path("tags")).as(name).isNotEmpty().allMatch(tag -> tags.contains(tag.asText())));
    }

    @Test
    @DisplayName("each operation declares its security, with schemes that exist, and answers with success and refusals")
    void operations() {
        Set<String> schemes = new HashSet<>();
        api.at("/components/securitySchemes").fieldNames().forEachRemaining(schemes::add);
        eachOperation((name, operation) -> {
            assertThat(operation.path("security")).as(name).isNotEmpty();
            operation
                    .path("security")
                    .forEach(requirement -> requirement
                            .fieldNames()
                            .forEachRemaining(scheme -> assertThat(schemes).contains(scheme)));
            List<String> statuses = new ArrayList<>();
            operation.path("responses").fieldNames().forEachRemaining(statuses::add);
            assertThat(statuses).as(name).anyMatch(status -> status.startsWith("2"));
            assertThat(statuses).as(name).anyMatch(status -> status.startsWith("4"));
        });
    }

    @Test
    @DisplayName("each parameter is named once, and the parameters of the path are declared")
    void parameters() {
        eachOperation((name, operation) -> {
            List<String> all = new ArrayList<>();
            List<String> ofPath = new ArrayList<>();
            operation.path("parameters").forEach(parameter -> {
                all.add(parameter.path("in").asText() + " "
                        + parameter.path("name").asText());
                if (parameter.path("in").asText().equals("path")) {
                    ofPath.add(parameter.path("name").asText());
                    assertThat(parameter.path("required").asBoolean()).as(name).isTrue();
                }
            });
            assertThat(all).as(name).doesNotHaveDuplicates();
            assertThat(ofPath)
                    .as(name)
                    .containsExactlyInAnyOrderElementsOf(PLACEHOLDER
                            .matcher(name)
                            .results()
                            .map(placeholder -> placeholder.group(1))
                            .toList());
        });
    }

    @Test
    @DisplayName("each reference leads to a component, and each component of this service is referred to")
    void references() {
        Set<String> referred = new TreeSet<>();
        eachNode(api, "", (pointer, node) -> {
            String reference = node.path("$ref").asText();
            if (!reference.isEmpty()) {
                assertThat(api.at(reference.substring(1)).isMissingNode())
                        .as(pointer + " " + reference)
                        .isFalse();
                assertThat(node.properties()).as(pointer).hasSize(1);
                referred.add(reference);
            }
        });
        for (String kind : List.of("schemas", "responses")) {
            api.path("components").path(kind).fieldNames().forEachRemaining(name -> {
                boolean ofLibrary = name.equals("HttpValidationProblem");
                assertThat(ofLibrary || referred.contains("#/components/" + kind + "/" + name))
                        .as(name)
                        .isTrue();
                assertThat(name).doesNotContainPattern("\\D\\d$");
            });
        }
    }

    @Test
    @DisplayName("each example satisfies its schema")
    void examples() {
        int[] count = new int[1];
        eachNode(api.path("paths"), "/paths", (pointer, node) -> check(pointer, node, count));
        eachNode(
                api.at("/components/responses"),
                "/components/responses",
                (pointer, node) -> check(pointer, node, count));
        assertThat(count[0]).isGreaterThan(200);
    }

    private void check(String pointer, JsonNode node, int[] count) {
        if (node.has("schema")) {
            List<JsonNode> examples = new ArrayList<>(node.path("examples").findValues("value"));
            if (node.has("example")) {
                examples.add(node.path("example"));
            }
            for (JsonNode example : examples) {
                count[0]++;
                assertThat(contract.validate(pointer + "/schema", example.toString()))
                        .as(pointer + " " + example)
                        .isEmpty();
            }
        }
    }
}
