package dev.sluice.adapter.rest;

import static dev.sluice.adapter.rest.ProblemType.BAD_PARAMETER;
import static dev.sluice.adapter.rest.Problems.isProblem;
import static dev.sluice.adapter.rest.Problems.namesParameter;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.sluice.control.PoolManager;
import dev.sluice.control.operation.OperationCatalogue;
import dev.sluice.control.operation.OperationEntry;
import dev.sluice.control.operation.OperationEntry.ParameterPlace;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.ConnectionInfo;
import dev.sluice.pool.PoolState;
import dev.sluice.testing.Await;
import dev.sluice.testing.OwnThread;
import dev.sluice.value.ValueSpec;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@Timeout(60)
@Tag("service")
class SteeringPoolsTest {

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

    @Test
    @DisplayName("M12: after a reset no old connection is left, and the numbers continue")
    void reset() {
        List<String> old = names("default");
        post("/pool/reset")
                .then()
                .statusCode(200)
                .body("operation", equalTo("reset"))
                .body("pool", equalTo("default"))
                .body("retired", equalTo(old))
                .body("broken", empty())
                .body("created", equalTo(10))
                .body("complete", equalTo(true));
        assertThat(names("default"))
                .hasSize(10)
                .allSatisfy(name -> assertThat(index(name))
                        .isGreaterThan(old.stream()
                                .mapToLong(SteeringPoolsTest::index)
                                .max()
                                .orElseThrow()));
    }

    @Test
    @DisplayName("M13: a reset leaves leases alone, unless it is forced")
    void forcedReset() throws Exception {
        try (var lease = things.pool.acquire()) {
            post("/pools/things/reset")
                    .then()
                    .statusCode(200)
                    .body("retireOnRelease", contains(lease.name()))
                    .body("broken", empty());
            assertThat(lease.resource().isClosed()).isFalse();
            given().queryParam("force", true)
                    .post("/pools/things/reset")
                    .then()
                    .statusCode(200)
                    .body("broken", contains(lease.name()));
            assertThat(lease.resource().isClosed()).isTrue();
        }
    }

    @Test
    @DisplayName("M16: expire retires connections that match its conditions, by default no young ones")
    void expire() {
        String first = names("things").get(0);
        post("/pools/things/expire").then().statusCode(200).body("retired", empty());
        given().queryParam("olderThan", "PT1H")
                .queryParam("idleFor", "1m")
                .post("/pools/things/expire")
                .then()
                .body("retired", empty());
        given().queryParam("olderThan", "0s")
                .queryParam("name", first)
                .post("/pools/things/expire")
                .then()
                .statusCode(200)
                .body("retired", contains(first))
                .body("created", equalTo(1));
    }

    @Test
    @DisplayName("Renew replaces every connection and keeps their number")
    void renew() {
        List<String> old = names("things");
        post("/pools/things/renew")
                .then()
                .statusCode(200)
                .body("retired", equalTo(old))
                .body("after", equalTo(2));
        assertThat(names("things")).hasSize(2).doesNotContainAnyElementsOf(old);
    }

    @Test
    @DisplayName("M19: fill creates up to the target, by default up to the maximum, and reports a lack of room")
    void fill() {
        given().queryParam("target", 3)
                .post("/pools/things/fill")
                .then()
                .statusCode(200)
                .body("created", equalTo(1));
        post("/pools/things/fill").then().body("created", equalTo(1)).body("after", equalTo(4));
        post("/pools/things/fill")
                .then()
                .statusCode(200)
                .body("created", equalTo(0))
                .body("message", equalTo("Pool already at maximum (4 connections)"));
    }

    @Test
    @DisplayName("M11: a leased connection can be released; none, an unknown one and an idle one are 400, 404 and 409")
    void release() throws Exception {
        var lease = things.pool.acquire();
        given().queryParam("connection", lease.name())
                .post("/pools/things/release")
                .then()
                .statusCode(200)
                .body("broken", contains(lease.name()));
        lease.close();
        var before = things.pool.stats().counters();
        isProblem(post("/pools/things/release"), ProblemType.NOTHING_SELECTED)
                .body("title", equalTo("No lease selected"))
                .body("parameter", nullValue())
                .body("detail", containsString("at least one of connection, heldFor, tag, tenant and holder"));
        isProblem(release("things", " "), ProblemType.BAD_PARAMETER).body("parameter", equalTo("connection"));
        isProblem(release("things", lease.name()), ProblemType.UNKNOWN_CONNECTION)
                .body("detail", containsString("has no connection of this name"));
        isProblem(release("things", names("things").get(0)), ProblemType.CONNECTION_NOT_IN_USE)
                .body("detail", containsString("the connection is not in use"))
                .body("pool", equalTo("things"));
        assertThat(things.pool.stats().counters()).isEqualTo(before);
    }

    @Test
    @DisplayName("Leases are released by time, tag, tenant and holder; a dry run lists them only")
    void releaseSelected() throws Exception {
        var billing =
                things.pool.acquire(AcquireRequest.DEFAULT.withTenant("acme").withTag("feature", "billing"));
        var search = things.pool.acquire(AcquireRequest.DEFAULT.withTag("feature", "search"));
        String holder = Thread.currentThread().getName();
        for (boolean dryRun : List.of(true, false)) {
            given().queryParam("heldFor", "0s")
                    .queryParam("tag", "feature:billing")
                    .queryParam("tenant", "acme")
                    .queryParam("holder", holder)
                    .queryParam("dryRun", dryRun)
                    .post("/pools/things/release")
                    .then()
                    .statusCode(200)
                    .body("dryRun", equalTo(dryRun))
                    .body("brokenLeases.connection", contains(billing.name()))
                    .body("brokenLeases[0].holder", equalTo(holder))
                    .body("brokenLeases[0].heldSeconds", notNullValue())
                    .body("brokenLeases[0].tags.feature", equalTo("billing"))
                    .body("brokenLeases[0].mayStillRun", equalTo(false));
            assertThat(billing.isOpen()).isEqualTo(dryRun);
        }
        assertThat(search.isOpen()).isTrue();
        search.close();
    }

    @Test
    @DisplayName("A refused value of any parameter of any operation is answered with the name of that parameter")
    void refusedParameters() {
        Set<ValueSpec<?>> seen = new HashSet<>(); // operations share parameters
        for (OperationEntry entry : OperationCatalogue.all()) {
            if (entry.place() != ParameterPlace.CREATE) {
                entry.parameters().stream().filter(seen::add).forEach(spec -> {
                    String bad = spec.type().parse("max") == null ? "max" : " ";
                    namesParameter(order(entry, spec, bad), BAD_PARAMETER, spec.name());
                });
            }
        }
        assertThat(things.pool.state()).isEqualTo(PoolState.RUNNING);
    }

    /** Orders an operation with one parameter; a body has examples of the others. */
    private static Response order(OperationEntry entry, ValueSpec<?> parameter, String value) {
        if (entry.place() == ParameterPlace.DELETE) {
            return given().queryParam(parameter.name(), value).delete("/pools/things");
        }
        String path = "/pools/things/" + entry.name();
        if (entry.place() == ParameterPlace.QUERY) {
            RequestSpecification request = given();
            entry.parameters().stream()
                    .filter(each -> each.isRequired() && each != parameter)
                    .forEach(each -> request.queryParam(each.name(), each.example()));
            return request.queryParam(parameter.name(), value).post(path);
        }
        JsonObject body = new JsonObject();
        entry.parameters().forEach(each -> body.put(each.name(), each.example()));
        body.put(parameter.name(), value);
        return given().contentType("application/json").body(body.encode()).post(path);
    }

    @Test
    @DisplayName("M27: the log can be made verbose while the pool runs")
    void verbose() {
        given().queryParam("on", true)
                .post("/pools/things/verbose")
                .then()
                .statusCode(200)
                .body("verbose", equalTo(true));
        assertThat(manager.isVerbose("things")).isTrue();
        given().queryParam("on", false).post("/pools/things/verbose").then().statusCode(200);
        get("/pools/things/verbose").then().body("pool", equalTo("things")).body("verbose", equalTo(false));
    }

    @Test
    @DisplayName("M18: a second operation is refused while one runs, and taken when it has ended")
    void oneAtATime() throws Exception {
        CountDownLatch creating = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        things.store.onCreate = attempt -> {
            creating.countDown();
            goOn.await(30, TimeUnit.SECONDS);
        };
        CompletableFuture<Response> filling =
                CompletableFuture.supplyAsync(() -> post("/pools/things/fill"), OwnThread.EACH);
        try {
            assertThat(creating.await(30, TimeUnit.SECONDS)).isTrue();
            isProblem(post("/pools/things/reset"), ProblemType.OPERATION_IN_PROGRESS)
                    .body("pool", equalTo("things"))
                    .body("detail", containsString("reset refused: fill is in progress"));
            isProblem(post("/pools/things/fill"), ProblemType.OPERATION_IN_PROGRESS)
                    .body("detail", containsString("Fill request already in progress"));
            Await.until("both are being created", () -> things.pool.stats().creating() == 2);
            get("/pools/things/stats").then().statusCode(200).body("creating", equalTo(2));
        } finally {
            goOn.countDown();
        }
        filling.get(30, TimeUnit.SECONDS).then().statusCode(200).body("created", equalTo(2));
        post("/pools/things/reset").then().statusCode(200);
    }

    @Test
    @DisplayName("M14: an operation that does not get through is no success: 503, with the report")
    void incomplete() {
        things.store.onCreate = attempt -> {
            throw new IllegalStateException("no route to db");
        };
        isProblem(post("/pools/things/reset"), ProblemType.OPERATION_INCOMPLETE)
                .body("pool", equalTo("things"))
                .body("detail", containsString("reset created 0 of 2 connections: no route to db"))
                .body("report.operation", equalTo("reset"))
                .body("report.wanted", equalTo(2))
                .body("report.created", equalTo(0))
                .body("report.retired", hasSize(2))
                .body("report.complete", equalTo(false))
                .body(containsString("no route to db"));
        things.store.onCreate = attempt -> {};
        post("/pools/things/reset").then().statusCode(200).body("after", equalTo(2));
    }

    @Test
    @DisplayName("M26: no operation is possible on a closed pool: 409")
    void closed() {
        things.pool.close();
        for (String operation : List.of("reset", "expire", "renew", "fill")) {
            isProblem(post("/pools/things/" + operation), ProblemType.POOL_CLOSED);
        }
        get("/pools/things")
                .then()
                .statusCode(200)
                .body("state", equalTo("STOPPED"))
                .body("ready", equalTo(false));
    }

    private static Response release(String pool, String connection) {
        return given().queryParam("connection", connection).post("/pools/" + pool + "/release");
    }

    private List<String> names(String pool) {
        return manager.stats(pool).connections().stream()
                .map(ConnectionInfo::id)
                .toList();
    }

    private static long index(String name) {
        return Long.parseLong(name.split("_")[1]);
    }
}
