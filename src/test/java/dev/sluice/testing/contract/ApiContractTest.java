package dev.sluice.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("F7 The contract of the API finds")
@Tag("fast")
class ApiContractTest {

    private static final ApiContract CONTRACT = new ApiContract("""
            {"openapi": "3.1.0", "paths": {
              "/pools": {"post": {"responses": {"201": {
                "headers": {"Location": {"required": true}},
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pool"}}}}}}},
              "/pools/{name}": {"get": {"responses": {
                "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pool"}}}},
                "404": {"$ref": "#/components/responses/Missing"}}}},
              "/operations/{id}/events": {"get": {"responses": {"200": {"content": {"text/event-stream": {
                "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Pool"}}}}}}}}},
             "components": {
              "responses": {"Missing": {"content": {"application/problem+json": {
                "schema": {"$ref": "#/components/schemas/HttpProblem"}}}}},
              "schemas": {
                "Pool": {"type": "object", "required": ["name"], "properties": {
                  "name": {"type": "string"}, "since": {"type": ["string", "null"], "format": "date-time"}}},
                "HttpProblem": {"type": "object", "additionalProperties": true, "required": ["status"],
                  "properties": {"status": {"type": "integer"}}}}}}
            """);

    private static Answer get(String path, int status, String type, String body) {
        return new Answer("GET", path, status, Map.of("content-type", type), body);
    }

    private static void isViolated(Answer answer, String words) {
        assertThat(CONTRACT.violations(answer)).singleElement().asString().contains(words);
    }

    @Test
    @DisplayName("no problem if the answer is as documented")
    void satisfied() {
        assertThat(CONTRACT.violations(get("/pools/a%2Fb", 200, "application/json;charset=UTF-8", "{\"name\":\"a\"}")))
                .isEmpty();
        assertThat(CONTRACT.violations(get("/pools/a", 404, "application/problem+json", "{\"status\":404}")))
                .isEmpty();
        assertThat(CONTRACT.violations(get("/pool/none", 404, "application/problem+json", "{\"status\":404}")))
                .isEmpty();
        assertThat(CONTRACT.violations(new Answer("HEAD", "/pools/a", 200, Map.of(), "")))
                .isEmpty();
    }

    @Test
    @DisplayName("a status, a path or a method that is not documented")
    void undocumented() {
        isViolated(get("/pools/a", 503, "application/problem+json", "{\"status\":503}"), "status 503");
        isViolated(get("/pool/none", 200, "application/json", "{}"), "neither");
        isViolated(get("/pool/none", 404, "text/html", "<p>"), "text/html");
        isViolated(new Answer("PUT", "/pools/a", 200, Map.of(), ""), "neither");
    }

    @Test
    @DisplayName("a field that is missing, unknown or of another type, at any place")
    void fields() {
        isViolated(get("/pools/a", 200, "application/json", "{}"), "name");
        isViolated(get("/pools/a", 200, "application/json", "{\"name\":\"a\",\"size\":1}"), "size");
        isViolated(get("/pools/a", 200, "application/json", "{\"name\":null}"), "name");
        isViolated(get("/pools/a", 200, "application/json", "{\"name\":\"a\",\"since\":\"now\"}"), "since");
        isViolated(get("/pools/a", 404, "application/problem+json", "{\"status\":\"404\"}"), "status");
        isViolated(get("/operations/1/events", 200, "text/event-stream", "id: 1\ndata: {}\n\n"), "name");
    }

    @Test
    @DisplayName("a body that is of another type, no JSON, or missing")
    void bodies() {
        isViolated(get("/pools/a", 200, "text/plain", "a"), "text/plain");
        isViolated(get("/pools/a", 200, "application/json", "{"), "not JSON");
        isViolated(get("/pools/a", 200, "application/json", ""), "empty");
    }

    @Test
    @DisplayName("a header that is missing, or not documented")
    void headers() {
        Map<String, String> json = Map.of("Content-Type", "application/json");
        isViolated(new Answer("POST", "/pools", 201, json, "{\"name\":\"a\"}"), "Location is missing");
        Map<String, String> moved = Map.of("Content-Type", "application/json", "location", "/pools/b");
        isViolated(new Answer("GET", "/pools/a", 200, moved, "{\"name\":\"a\"}"), "Location is not documented");
    }
}
