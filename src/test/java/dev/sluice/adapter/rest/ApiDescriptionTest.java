package dev.sluice.adapter.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.PoolStats;
import dev.sluice.pool.statistic.StatisticEntry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("service")
class ApiDescriptionTest {

    JsonPath api;

    @BeforeEach
    void read() {
        api = given().queryParam("format", "json").get("/q/openapi").jsonPath();
    }

    @Test
    @DisplayName("Every operation has a description and an identifier of its own")
    void operations() {
        List<String> ids = new ArrayList<>();
        eachOperation((name, operation) -> {
            ids.add((String) operation.get("operationId"));
            assertThat(operation).as(name).containsKeys("summary", "description", "tags", "responses");
        });
        assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
        assertThat(ids)
                .contains("listPools", "getPool", "getPoolStats", "resetPool", "getDefaultPool", "resetDefaultPool")
                .contains(
                        "getPoolPolicy",
                        "putPoolPolicy",
                        "patchDefaultPoolPolicy",
                        "pausePool",
                        "getPoolWaiters",
                        "getPoolLeaks")
                .contains("switchPoolEndpoint", "rotateDefaultPoolCredentials", "resetPoolStatistics", "setPoolVerbose")
                .contains("getPoolWaitersLost", "drainDefaultPool", "createPool", "deletePool")
                .allMatch(id -> id.matches("[a-z][A-Za-z]+"));
    }

    @Test
    @DisplayName("Every parameter is explained, with an example")
    void parameters() {
        eachOperation((name, operation) -> {
            for (Map<String, Object> parameter : parametersOf(operation)) {
                assertThat(parameter).as(name).containsKeys("description", "example", "schema");
            }
            boolean isNamed =
                    parametersOf(operation).stream().anyMatch(parameter -> "path".equals(parameter.get("in")));
            assertThat(isNamed).as(name).isEqualTo(name.contains("{name}"));
        });
    }

    @Test
    @DisplayName("Every possible refusal is described by examples, refusals of changes by all")
    void refusals() {
        eachOperation((name, operation) -> {
            Map<?, ?> responses = (Map<?, ?>) operation.get("responses");
            assertThat(responses.containsKey("400")).as(name).isTrue();
            if (name.startsWith("put") || name.startsWith("patch")) {
                assertThat(responses.keySet().stream().map(String::valueOf))
                        .as(name)
                        .contains("200", "400", "401", "403", "404", "408", "409", "413", "415");
                assertThat(operation).containsKey("security");
                Map<?, ?> body = (Map<?, ?>) operation.get("requestBody");
                assertThat(((Map<?, ?>) body.get("content")).values())
                        .isNotEmpty()
                        .allSatisfy(content -> assertThat(
                                        ((Map<?, ?>) content).keySet().stream().map(String::valueOf))
                                .contains("schema", "example"));
            }
            if (name.startsWith("post") || name.startsWith("delete")) {
                assertThat(responses.keySet().stream().map(String::valueOf))
                        .as(name)
                        .contains("200", "400", "401", "403", "404", "406", "409", "415", "503");
                if (!name.endsWith("/verbose") && !name.endsWith("/what-if")) {
                    assertThat(responses.containsKey("422")).as(name).isTrue();
                    assertThat(responses.containsKey("202")).as(name).isTrue();
                    assertThat(parametersOf(operation).stream().map(each -> each.get("name")))
                            .as(name)
                            .contains("dryRun", "deadline", "Prefer", "Idempotency-Key");
                }
                assertThat(operation).containsKey("security");
            }
        });
        for (int status : new int[] {400, 401, 403, 404, 408, 409, 413, 415, 422, 503, 507}) {
            Map<String, Object> examples = api.getMap(
                    "components.responses.PoolProblem" + status + ".content.'application/problem+json'.examples");
            assertThat(examples).isNotEmpty();
        }
    }

    @Test
    @DisplayName("A pool can be created by the example in the description")
    void creation() {
        Map<String, Map<String, Map<String, Object>>> paths = api.getMap("paths");
        Map<String, Object> creation = paths.get("/pools").get("post");
        assertThat(String.valueOf(creation.get("requestBody"))).contains("jdbc:postgresql", "maxSize");
        assertThat(String.valueOf(creation.get("responses"))).contains("201", "create-pool");
    }

    @Test
    @DisplayName("Operations can be listed, read, followed and cancelled")
    void followed() {
        Map<String, Map<String, Map<String, Object>>> paths = api.getMap("paths");
        assertThat(paths.get("/operations").get("get")).containsEntry("operationId", "listOperations");
        assertThat(paths.get("/operations/{id}").get("get")).containsEntry("operationId", "getOperation");
        assertThat(paths.get("/operations/{id}").get("delete"))
                .containsEntry("operationId", "cancelOperation")
                .containsKey("security");
        Map<?, ?> events = paths.get("/operations/{id}/events").get("get");
        assertThat(String.valueOf(events.get("responses"))).contains("text/event-stream");
    }

    @Test
    @DisplayName("Each statistic has the description of its declaration, unless it is a reference")
    void statistics() {
        Set<String> described = new HashSet<>();
        for (StatisticEntry<PoolStats> statistic : PoolStats.STATISTICS) {
            String schema = statistic.path().startsWith("counters.") ? "Counters" : "PoolStats";
            Map<String, Object> property =
                    api.getMap("components.schemas." + schema + ".properties." + statistic.name());
            if (!property.containsKey("$ref") && !property.containsKey("anyOf")) {
                assertThat(property).as(statistic.path()).containsEntry("description", statistic.description());
                described.add(statistic.path());
            }
        }
        assertThat(described).contains("total", "waitingByLane", "counters.acquired", "provenSecondsAgo");
    }

    @Test
    @DisplayName("The statistics in the overview of a pool have the descriptions of their declarations")
    void overview() {
        for (String name : List.of("total", "available", "inUse", "waiting", "minConnections", "utilization")) {
            assertThat(api.getString("components.schemas.PoolOverview.properties." + name + ".description"))
                    .as(name)
                    .isEqualTo(api.getString("components.schemas.PoolStats.properties." + name + ".description"))
                    .isNotBlank();
        }
    }

    @Test
    @DisplayName("A field that may be null is described as such")
    void nullable() {
        assertThat(api.getList("components.schemas.OperationReport.properties.message.type", String.class))
                .contains("string", "null");
    }

    @Test
    @DisplayName("F7 No schema requires more than each answer has: no type next to a reference, and relative instances")
    void satisfiable() {
        assertThat(api.getMap("components.schemas.Operation.properties.report")).containsOnlyKeys("anyOf");
        assertThat(api.getList("components.schemas.Operation.properties.report.anyOf"))
                .isEqualTo(List.of(Map.of("$ref", "#/components/schemas/OperationReport"), Map.of("type", "null")));
        List<Object> contradictions = new ArrayList<>();
        collect(api.getMap("$"), contradictions);
        assertThat(contradictions).isEmpty();
        assertThat(api.getString("components.schemas.HttpProblem.properties.instance.format"))
                .isEqualTo("uri-reference");
        assertThat(api.getString("components.schemas.HttpProblem.properties.type.format"))
                .isEqualTo("uri-reference");
    }

    private static void collect(Object node, List<Object> contradictions) {
        if (node instanceof Map<?, ?> map) {
            if (map.containsKey("$ref") && map.containsKey("type") || "duration".equals(map.get("format"))) {
                contradictions.add(map);
            }
            map.values().forEach(value -> collect(value, contradictions));
        } else if (node instanceof List<?> list) {
            list.forEach(value -> collect(value, contradictions));
        }
    }

    @Test
    @DisplayName(
            "F7 Parameters are in the order of the documentation: the pool, the operation's own, then the common ones")
    void parameterOrder() {
        Map<String, Map<String, Map<String, Object>>> paths = api.getMap("paths");
        assertThat(names(paths.get("/pools/{name}/resize").get("post")))
                .startsWith("name", "min", "max", "dryRun", "deadline");
        assertThat(names(paths.get("/pool/release").get("post")))
                .startsWith("connection", "heldFor", "tag", "tenant", "holder", "dryRun");
        assertThat(names(paths.get("/pools/{name}/close").get("post")))
                .startsWith("name", "mode", "patience", "dryRun");
        assertThat(names(paths.get("/pool/renew").get("post")))
                .startsWith("atOnce", "perSecond", "mostFailures", "dryRun");
    }

    private static List<Object> names(Map<String, Object> operation) {
        return parametersOf(operation).stream()
                .map(parameter -> parameter.get("name"))
                .toList();
    }

    private static List<Map<String, Object>> parametersOf(Map<String, Object> operation) {
        return operation.containsKey("parameters") ? castList(operation.get("parameters")) : List.of();
    }

    @SuppressWarnings("unchecked") // JSON
    private static List<Map<String, Object>> castList(Object list) {
        return (List<Map<String, Object>>) list;
    }

    private void eachOperation(BiConsumer<String, Map<String, Object>> check) {
        Map<String, Map<String, Map<String, Object>>> paths = api.getMap("paths");
        int[] count = new int[1];
        paths.forEach((path, methods) -> {
            if (path.startsWith("/pool")) {
                methods.forEach((method, operation) -> check.accept(method + " " + path, operation));
                count[0] += methods.size();
            }
        });
        assertThat(count[0]).isEqualTo(2 * 40 + 3);
    }
}
