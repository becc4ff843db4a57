package dev.sluice.adapter.rest;

import static dev.sluice.adapter.rest.Problems.isProblem;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.admission.Fairness;
import dev.sluice.admission.Priority;
import dev.sluice.control.PoolManager;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.pool.failure.UnknownTenant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.LogConfig;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@Timeout(60)
@Tag("service")
class PolicyTest {

    private static final String POLICY = "/pools/things/policy";
    private static final AcquireRequest ACME =
            AcquireRequest.DEFAULT.withTenant("acme").withTimeout(Duration.ofMillis(100));

    @Inject
    PoolManager manager;

    TestPool things;

    @BeforeEach
    void open() throws Exception {
        things = new TestPool(manager, "things");
    }

    @AfterEach
    void close() {
        things.close();
    }

    private static Response patch(String json) {
        return given().contentType(GateResource.MERGE_PATCH).body(json).patch(POLICY);
    }

    private static Response put(String json) {
        return given().contentType("application/json").body(json).put(POLICY);
    }

    /** As {@link #put}, but RestAssured does not keep the request for its log: to indent a large body takes seconds. */
    private static Response putUnlogged(String json) {
        return given().config(RestAssured.config().logConfig(new LogConfig()))
                .contentType("application/json")
                .body(json)
                .put(POLICY);
    }

    @Test
    @DisplayName("X06 checks are beans with names, in force at once; an unknown name is refused with the known ones")
    void checks() {
        given().contentType(GateResource.MERGE_PATCH)
                .body("{\"checks\": {\"names\": \"schema-version nowhere\"}}")
                .patch("/pool/policy")
                .then()
                .statusCode(400)
                .body(
                        "detail",
                        containsString("checks.names must be checks of the application, which has schema-version,"
                                + " tenant-role: 'nowhere'"));
        int before = NamedTestChecks.CALLS.get();
        given().contentType(GateResource.MERGE_PATCH)
                .body("{\"checks\": {\"names\": \"tenant-role schema-version\", \"when\": \"background\"}}")
                .patch("/pool/policy")
                .then()
                .statusCode(200)
                .body("checks.names", equalTo("tenant-role schema-version"));
        post("/pool/validate").then().statusCode(200);
        given().contentType(GateResource.MERGE_PATCH)
                .body("{\"checks\": null}")
                .patch("/pool/policy")
                .then()
                .statusCode(200)
                .body("checks", nullValue());
        assertThat(NamedTestChecks.CALLS.get() - before).isPositive().isEven();
    }

    @Test
    @DisplayName("The whole policy can be read, and sent back unchanged")
    void whole() {
        get("/pool/policy")
                .then()
                .statusCode(200)
                .body("fairness", equalTo("BOUNDED"))
                .body("overtaking", equalTo(64))
                .body("aging", equalTo("PT1S"))
                .body("maxWaiters", nullValue())
                .body("maxWaitersByLane", equalTo(Map.of()))
                .body("shedding", nullValue())
                .body("otherTenants", nullValue());
        put(ApiExamples.POLICY).then().statusCode(200);
        AdmissionPolicy example = things.pool.policy();
        String json = get(POLICY).asString();
        put("{}").then().statusCode(200);
        assertThat(things.pool.policy()).isEqualTo(AdmissionPolicy.DEFAULT);
        put(json).then().statusCode(200).body("aging", equalTo("PT1S"));
        assertThat(things.pool.policy()).isEqualTo(example);
    }

    @Test
    @DisplayName("A patch changes the named rules, null restores a default, under either media type")
    void patched() {
        put(ApiExamples.POLICY).then().statusCode(200);
        patch(ApiExamples.POLICY_PATCH)
                .then()
                .statusCode(200)
                .body("aging", equalTo("PT0.5S"))
                .body("shedding", nullValue())
                .body("reserved", equalTo(Map.of("CRITICAL", 2)))
                .body("maxWaiters", equalTo(200));
        given().contentType("application/json")
                .body("{\"tenants\":{\"acme\":null,\"x\":{}}}")
                .patch(POLICY)
                .then()
                .statusCode(200)
                .body("tenants.keySet()", equalTo(Set.of("x")));
        patch("{\"fairness\":\"strict\"}").then().statusCode(200).body("fairness", equalTo("STRICT"));
        assertThat(things.pool.policy().fairness()).isEqualTo(Fairness.STRICT);
    }

    @Test
    @DisplayName("A change is in force with the next acquire")
    void nextAcquire() throws Exception {
        patch("{\"otherTenants\":{}, \"tenants\":{\"acme\":{\"cap\":1}}}")
                .then()
                .statusCode(200);
        try (var first = things.pool.acquire(ACME)) {
            assertThat(first.name()).isNotNull();
            assertThatThrownBy(() -> things.pool.acquire(ACME)).isInstanceOf(AcquireTimeout.class);
            patch("{\"tenants\":{\"acme\":{\"cap\":2}}}").then().statusCode(200);
            things.pool.acquire(ACME).close();
            patch("{\"otherTenants\":null}").then().statusCode(200);
            assertThatThrownBy(() -> things.pool.acquire(ACME.withTenant("nobody")))
                    .isInstanceOf(UnknownTenant.class);
        }
        patch("{\"tenants\":null, \"reserved\":{\"CRITICAL\":3}}").then().statusCode(200);
        try (var first = things.pool.acquire(ACME)) {
            assertThat(first.name()).isNotNull();
            assertThatThrownBy(() -> things.pool.acquire(ACME)).isInstanceOf(AcquireTimeout.class);
            things.pool.acquire(ACME.withPriority(Priority.CRITICAL)).close();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"maxWaiters":-1}                    | maxWaiters          | maxWaiters must be a whole number, at least 0: -1
                    {"max-waiters":1}                    | max-waiters         | max-waiters is not a rule; there are fairness
                    {"maxWaitres":null}                  | maxWaitres          | maxWaitres is not a rule
                    {"aging":"soon"}                     | aging               | aging must be a duration
                    {"aging":{"x":1}}                    | aging               | aging must be a duration from 1 ms to 36500 days, such as 500ms, 30s, 1h30m or PT10M: a group of rules
                    {"aging":[]}                         | aging               | aging must be a duration from 1 ms to 36500 days, such as 500ms, 30s, 1h30m or PT10M: a list
                    {"overtaking":1.5}                   | overtaking          | overtaking must be a whole number from 0 to 10000: 1.5
                    {"overtaking":1e99}                  | overtaking          | overtaking must be a whole number
                    {"failFast":"yes"}                   | failFast            | failFast must be true or false: 'yes'
                    {"fairness":"fair"}                  | fairness            | fairness must be one of STRICT, BOUNDED: 'fair'
                    {"reserved":1}                       | reserved            | reserved must be a group of rules: 1
                    {"reserved":{"high":1}}              | reserved.high       | reserved.high is of no lane
                    {"reserved":{"HIGH":4}}              | reserved            | reserved must be less than max-size (4): 4
                    {"maxWaitersByLane":{"LOW":-1}}      | maxWaitersByLane.LOW | maxWaitersByLane.LOW must be a whole number, at least 0: -1
                    {"shedding":{"target":"1s"}}         | shedding.interval   | shedding.interval is missing
                    {"tenants":{"a-b":{"cap":0}}}        | tenants.a-b.cap     | tenants.a-b.cap must be a whole number, at least 1: 0
                    {"tenants":{"a":{"floor":5}}}        | tenants             | tenants floors must not exceed max-size (4): 5
                    {"tenants":{"":{}}}                  | tenants.            | tenants. is no name of a tenant
                    {"otherTenants":{"wait":1}}          | otherTenants.wait   | otherTenants.wait is not a rule; there are floor, cap
                    """)
    @DisplayName("A policy that makes no sense is refused whole, with the rule and the value, and the old one stays")
    void refused(String json, String rule, String words) {
        patch("{\"overtaking\":7, \"aging\":\"2s\"}").then().statusCode(200);
        AdmissionPolicy before = things.pool.policy();
        String amongGoodOnes = "{\"enforceCaps\":false," + json.substring(1);
        for (Response refused : List.of(patch(json), put(json), patch(amongGoodOnes), put(amongGoodOnes))) {
            isProblem(refused, ProblemType.BAD_POLICY)
                    .body("rule", equalTo(rule))
                    .body("detail", startsWith(words));
        }
        assertThat(things.pool.policy()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1]",
                "null",
                "5",
                "\"aging\"",
                "{} {}",
                "{\"aging\":1,\"aging\":2}",
                "{'aging':1}",
                "{\"aging\":NaN}",
                "\u0000"
            })
    @DisplayName("A body that is no JSON object is refused")
    void malformed(String body) {
        isProblem(patch(body), ProblemType.MALFORMED_BODY).body("detail", not(containsString("Source")));
        isProblem(put(body), ProblemType.MALFORMED_BODY);
    }

    @Test
    @DisplayName("A body that is too large, too deep, in no text or of another type is refused")
    void badBodies() {
        isProblem(putUnlogged(" ".repeat(JsonBody.MOST_BYTES) + "{}"), ProblemType.BODY_TOO_LARGE);
        putUnlogged(" ".repeat(JsonBody.MOST_BYTES - 2) + "{}").then().statusCode(200);
        isProblem(putUnlogged("{\"a\":".repeat(5000) + "1" + "}".repeat(5000)), ProblemType.MALFORMED_BODY);
        byte[] noText = {'{', '"', (byte) 0xff, '"', ':', '1', '}'};
        isProblem(given().contentType("application/json").body(noText).put(POLICY), ProblemType.MALFORMED_BODY);
        isProblem(given().contentType("text/plain").body("{}").patch(POLICY), ProblemType.CONTENT_TYPE);
        isProblem(given().contentType(GateResource.MERGE_PATCH).body("{}").put(POLICY), 415);
    }

    private static Response whatIf(String json) {
        return given().contentType("application/json").body(json).post("/pools/things/what-if");
    }

    @Test
    @DisplayName("A what-if replays recent callers with another size and other rules, and changes nothing")
    void whatIf() throws Exception {
        things.pool.acquire(ACME).close();
        whatIf("{\"maxSize\":1,\"last\":\"5m\",\"rules\":{\"aging\":\"2s\"}}")
                .then()
                .statusCode(200)
                .body("pool", equalTo("things"))
                .body("happened.leases", equalTo(1))
                .body("predicted.maxSize", equalTo(1))
                .body("predicted.leases", equalTo(1));
        whatIf("{}").then().statusCode(200);
        get(POLICY).then().body("aging", equalTo("PT1S"));

        isProblem(whatIf("{\"maxSize\":0}"), ProblemType.BAD_PARAMETER);
        isProblem(whatIf("{\"maxSize\":\"many\"}"), ProblemType.BAD_PARAMETER);
        isProblem(whatIf("{\"last\":\"soon\"}"), ProblemType.BAD_PARAMETER);
        isProblem(whatIf("{\"rules\":7}"), ProblemType.BAD_PARAMETER);
        isProblem(whatIf("{\"size\":7}"), ProblemType.UNKNOWN_PARAMETER);
        isProblem(whatIf("[]"), ProblemType.MALFORMED_BODY);
        isProblem(whatIf("{\"rules\":{\"aging\":\"x\"}}"), ProblemType.BAD_POLICY);
        isProblem(whatIf("{\"maxSize\":1,\"rules\":{\"reserved\":{\"HIGH\":3}}}"), ProblemType.BAD_POLICY);
        isProblem(whatIf("{\"rules\":{\"rateLimit\":{\"pool\":\"1/s\"}}}"), ProblemType.BAD_POLICY);
        isProblem(given().contentType("application/json").body("{}").post("/pools/nope/what-if"), 404);
    }

    @Test
    @DisplayName("An unknown pool is 404, a closed one 409, a parameter is refused")
    void wrongPools() {
        isProblem(get("/pools/nope/policy"), ProblemType.UNKNOWN_POOL);
        isProblem(
                given().contentType("application/json").body("{}").put("/pools/nope/policy"), ProblemType.UNKNOWN_POOL);
        isProblem(
                given().contentType("application/json").body("{}").put(POLICY + "?aging=1s"),
                ProblemType.UNKNOWN_PARAMETER);
        things.pool.close();
        isProblem(put("{}"), ProblemType.POOL_CLOSED);
        isProblem(patch("{}"), ProblemType.POOL_CLOSED);
        for (String change : new String[] {"pause", "resume", "resize?max=5"}) {
            isProblem(post("/pools/things/" + change), ProblemType.POOL_CLOSED);
        }
    }
}
