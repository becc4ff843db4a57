package dev.sluice.adapter.rest;

import static dev.sluice.adapter.rest.Problems.isProblem;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.sluice.testing.Anonymous;
import dev.sluice.testing.Await;
import dev.sluice.testing.CombinedProfile;
import dev.sluice.testing.Operator;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(CombinedProfile.class)
@DisplayName("Batches over REST")
@Tag("service")
class BatchesTest {

    private static final String INSERT = "insert into people (id, name, age) values (:id, :name, :age)";

    @Inject
    DataSource database;

    @Inject
    GatedHandler gated;

    @TestHTTPResource("/")
    URI root;

    @BeforeEach
    void emptyTable() throws SQLException {
        gated.forget();
        execute(
                "drop table if exists people",
                "create table people (id bigint check (id <> 13), name varchar(50), age int)");
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private String ask(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Response begin(String json) {
        return given().contentType("application/json").body(json).post("/batches");
    }

    private static Response rows(String type, String body, String... parameters) {
        var request = given().contentType(type);
        for (int i = 0; i < parameters.length; i += 2) {
            request = request.queryParam(parameters[i], parameters[i + 1]);
        }
        return request.body(body.getBytes(StandardCharsets.UTF_8)).post("/batches");
    }

    private static String idOf(Response begun) {
        begun.then().statusCode(201).header("Location", containsString("/batches/batch-"));
        return begun.jsonPath().getString("id");
    }

    private static JsonPath endOf(String id) {
        List<String> open = List.of("RUNNING", "PAUSED", "WAITING", "STOPPING");
        Await.until("it ends", () -> !open.contains(status(id)));
        return get("/batches/" + id).jsonPath();
    }

    private static String status(String id) {
        return get("/batches/" + id).jsonPath().getString("status");
    }

    private static String csv(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(i -> i + ",Person " + i + "," + i % 90)
                .collect(Collectors.joining("\n", "id,name,age\n", "\n"));
    }

    @Test
    @DisplayName("the demonstration is begun, read and listed")
    void demonstration() throws SQLException {
        String id = idOf(begin("{\"jobs\": 1000, \"workers\": 4}"));

        JsonPath end = endOf(id);

        assertThat(end.getString("status")).isEqualTo("COMPLETED");
        assertThat(end.getLong("succeeded")).isEqualTo(1000);
        assertThat(end.getString("task")).isEqualTo("demonstration");
        assertThat(end.getString("lane")).isEqualTo("BACKGROUND");
        assertThat(end.getList("byWorker")).hasSize(4);
        assertThat(ask("select count(*) from sluice_demo_users where id < 1000"))
                .isEqualTo("1000");
        get("/batches").then().statusCode(200).body("[0].id", equalTo(id));
        get("/q/metrics")
                .then()
                .body(containsString("sluice_batch_running 0.0"))
                .body(containsString("sluice_batch_waiting 0.0"))
                .body(containsString("sluice_batch_jobs_total{outcome=\"succeeded\"} "))
                .body(not(containsString("sluice_batch_jobs_total{outcome=\"succeeded\"} 0.0")));
    }

    @Test
    @DisplayName("rows are sent as CSV and written by a statement")
    void rowsOfCsv() throws SQLException {
        String body = csv(100, 1099);
        JsonPath end = endOf(idOf(rows("text/csv", body, "sql", INSERT, "workers", "3", "chunk", "10")));

        assertThat(end.getString("status")).isEqualTo("COMPLETED");
        assertThat(end.getLong("total")).isEqualTo(1000);
        assertThat(ask("select count(*) || ' ' || count(distinct id) || ' ' || max(name) from people"))
                .isEqualTo("1000 1000 Person 999");
    }

    @Test
    @DisplayName("rows are sent as lines of JSON")
    void rowsOfJson() throws SQLException {
        String body = "{\"id\": 1, \"name\": \"Ada\", \"age\": null}\n{\"age\": 3, \"id\": 2, \"name\": \"Bob\"}\n";
        JsonPath end = endOf(idOf(rows("application/x-ndjson; charset=utf-8", body, "sql", INSERT)));

        assertThat(end.getString("status")).isEqualTo("COMPLETED");
        assertThat(ask("select listagg(name || coalesce(age, 0), ' ') within group (order by id) from people"))
                .isEqualTo("Ada0 Bob3");
    }

    @Test
    @DisplayName("rows are the answer to a query, written by a statement")
    void rowsOfAQuery() throws SQLException {
        execute("insert into people select x, 'P', 1 from system_range(20, 29)");
        JsonPath end = endOf(idOf(begin("{\"sql\": \"update people set age = age + 1 where id = :id\","
                + " \"fromQuery\": \"select id from people order by id\", \"chunk\": 3}")));

        assertThat(end.getString("status")).isEqualTo("COMPLETED");
        assertThat(ask("select count(*) || ' ' || min(age) || ' ' || max(age) from people"))
                .isEqualTo("10 2 2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id,name,age\\n1,x,y\\n2,z\\n | row 2: has 2 values, the header has 3",
                "id,name\\n1,x\\n | column 'age' is missing; the file has: id, name",
                "id,id,age\\n | the header has 'id' twice",
                "id,name,age\\n | has no rows"
            })
    @DisplayName("rows that cannot be used are refused, with row and column, and nothing is begun")
    void badRows(String body, String reason) throws SQLException {
        int before = get("/batches").jsonPath().getList("$").size();

        isProblem(rows("text/csv", body.strip().replace("\\n", "\n"), "sql", INSERT), ProblemType.BAD_BATCH)
                .body("detail", startsWith(reason));

        assertThat(get("/batches").jsonPath().getList("$")).hasSize(before);
        assertThat(ask("select count(*) from people")).isEqualTo("0");
    }

    @Test
    @DisplayName("rows may have another charset, delimiter and text for null, and columns with a space")
    void spelling() throws SQLException {
        byte[] body = "Trip ID;name;age\n1;Zo\u00eb;7\n2;;\\N\n3;\"\\N\";8\n".getBytes(StandardCharsets.ISO_8859_1);
        Response begun = given().contentType("text/csv; charset=ISO-8859-1")
                .queryParam("sql", "insert into people (id, name, age) values (:\"Trip ID\", :name, :age)")
                .queryParam("delimiter", ";")
                .queryParam("null", "\\N")
                .body(body)
                .post("/batches");

        assertThat(endOf(idOf(begun)).getString("status")).isEqualTo("COMPLETED");
        assertThat(ask("select listagg(id || '=' || name || '=' || coalesce(age, 0), ',') within group (order by id)"
                        + " from people"))
                .isEqualTo("1=Zo\u00eb=7,2==0,3=\\N=8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/csv | delimiter | ;; | delimiter",
                "text/csv | null | a,b | null",
                "application/x-ndjson | delimiter | ; | delimiter",
                "application/x-ndjson | null | - | null"
            })
    @DisplayName("a delimiter or a text for null that cannot be is refused by its name")
    void badSpelling(String type, String setting, String value, String name) {
        Problems.namesParameter(rows(type, csv(1, 2), "sql", INSERT, setting, value), ProblemType.BAD_PARAMETER, name);
    }

    @Test
    @DisplayName("compressed rows are 415, in every format")
    void compressed() {
        Response refused = given().contentType("text/csv")
                .header("Content-Encoding", "gzip")
                .queryParam("sql", INSERT)
                .body(csv(10, 11).getBytes(StandardCharsets.UTF_8))
                .post("/batches");
        isProblem(refused, ProblemType.BODY_TYPE).body("detail", containsString("Content-Encoding"));
    }

    @Test
    @DisplayName("broken UTF-8 is refused with row and column")
    void brokenText() {
        byte[] body = {
            'i', 'd', ',', 'n', 'a', 'm', 'e', ',', 'a', 'g', 'e', '\n', '1', ',', (byte) 0xff, ',', '2', '\n'
        };
        Response refused = given().contentType("text/csv; charset=UTF-8")
                .queryParam("sql", INSERT)
                .body(body)
                .post("/batches");
        isProblem(refused, ProblemType.BAD_BATCH)
                .body("detail", containsString("row 1, column 'name': is not valid UTF-8"));
    }

    @Test
    @DisplayName("a value that does not fit stops the batch, with row and column; nothing of its chunk is written")
    void badValue() throws SQLException {
        String body = csv(100, 148) + "149,Person 149,old\n" + csv(150, 160).substring("id,name,age\n".length());
        JsonPath end = endOf(idOf(rows("text/csv", body, "sql", INSERT, "workers", "1", "chunk", "20")));

        assertThat(end.getString("status")).isEqualTo("FAILED");
        assertThat(end.getString("problem")).isEqualTo("job 50 failed: row 50, column 'age': is not a whole number");
        assertThat(end.getLong("failed")).isEqualTo(1);
        assertThat(ask("select count(*) from people")).isEqualTo("40");
    }

    @Test
    @DisplayName("with continueOnError the others are written, and failed rows are downloaded, repaired or tried again")
    void failures() throws SQLException {
        String id = idOf(rows("text/csv", csv(10, 29), "sql", INSERT, "continueOnError", "true", "chunk", "5"));
        JsonPath end = endOf(id);
        assertThat(end.getString("status")).isEqualTo("COMPLETED_WITH_ERRORS");
        assertThat(end.getLong("failed")).isEqualTo(1);
        assertThat(end.getInt("failures[0].job")).isEqualTo(4);

        Response failures = given().get("/batches/" + id + "/failures");
        failures.then()
                .statusCode(200)
                .contentType("application/x-ndjson")
                .header("Content-Disposition", containsString(id + "-failed.ndjson"));
        JsonPath line = new JsonPath(failures.asString());
        assertThat(line.getInt("sluice_row")).isEqualTo(4);
        assertThat(line.getString("sluice_problem")).startsWith("Check constraint violation");
        assertThat(line.getString("name")).isEqualTo("Person 13");

        String unchanged = idOf(given().post("/batches/" + id + "/retry-failed"));
        assertThat(endOf(unchanged).getInt("failures[0].job")).isEqualTo(4);
        execute("alter table people alter column id set data type bigint", "create table p2 as select * from people");
        execute("drop table people", "alter table p2 rename to people");
        String repaired = idOf(given().post("/batches/" + unchanged + "/retry-failed"));
        assertThat(endOf(repaired).getString("status")).isEqualTo("COMPLETED");
        assertThat(ask("select count(distinct id) from people")).isEqualTo("20");
        isProblem(given().post("/batches/" + repaired + "/retry-failed"), ProblemType.BATCH_STATE)
                .body("detail", containsString("nothing of " + repaired + " has failed"));
        given().get("/batches/" + repaired + "/failures").then().statusCode(200).body(equalTo(""));
    }

    @Test
    @DisplayName("a handler of the application receives numbers; the batch is paused, resumed, and cancelled")
    void steered() throws InterruptedException {
        String id = idOf(begin("{\"handler\": \"gated\", \"jobs\": 100, \"workers\": 1, \"chunk\": 1}"));
        gated.awaitBegun(1);
        isProblem(given().post("/batches/" + id + "/retry-failed"), ProblemType.BATCH_STATE);
        given().post("/batches/" + id + "/pause").then().statusCode(200).body("status", equalTo("PAUSED"));
        gated.let(100);
        Await.until(
                "the one under way ended",
                () -> get("/batches/" + id).jsonPath().getInt("succeeded") == 1);
        assertThat(status(id)).isEqualTo("PAUSED");
        gated.forget();
        given().post("/batches/" + id + "/resume").then().statusCode(200);
        gated.awaitBegun(1);
        given().post("/batches/" + id + "/cancel").then().statusCode(200).body("status", startsWith("STOPPING"));
        gated.let(1);

        JsonPath end = endOf(id);
        assertThat(end.getString("status")).isEqualTo("CANCELLED");
        assertThat(end.getInt("succeeded")).isEqualTo(2);
        assertThat(end.getInt("notRun")).isEqualTo(98);
    }

    @Test
    @DisplayName("while others have connections it reports the number of its concurrent chunks, and does no more")
    void tellsHowManyAtATime() throws Exception {
        try (Connection other = database.getConnection()) {
            String id = idOf(begin("{\"handler\": \"gated\", \"jobs\": 2, \"workers\": 2, \"chunk\": 1}"));
            gated.awaitBegun(1);
            assertThat(get("/batches/" + id).jsonPath().getInt("mostAtATime")).isEqualTo(1);
            gated.let(2);
            JsonPath end = endOf(id);
            assertThat(end.getInt("succeeded")).isEqualTo(2);
            assertThat(end.<Object>get("mostAtATime")).isNull();
            assertThat(other.isClosed()).isFalse();
        }
    }

    @Test
    @DisplayName("the number of running batches is bounded; a further order is refused with a time to retry")
    void tooMany() throws InterruptedException {
        String order = "{\"handler\": \"gated\", \"jobs\": 1, \"workers\": 1}";
        List<String> ids = List.of(idOf(begin(order)), idOf(begin(order)));
        gated.awaitBegun(2);

        isProblem(begin(order), ProblemType.TOO_MANY_BATCHES).header("Retry-After", "5");

        gated.let(2);
        ids.forEach(id -> assertThat(endOf(id).getString("status")).isEqualTo("COMPLETED"));
        gated.let(1);
        AtomicReference<Response> further = new AtomicReference<>();
        Await.until("an order is taken again, once the threads of those that ended are free", () -> {
            further.set(begin(order));
            return further.get().statusCode() != ProblemType.TOO_MANY_BATCHES.status();
        });
        assertThat(endOf(idOf(further.get())).getString("status")).isEqualTo("COMPLETED");
    }

    @Test
    @DisplayName("events report the progress of a batch, and the last event reports its end")
    void events() throws Exception {
        String id = idOf(begin("{\"handler\": \"gated\", \"jobs\": 2, \"workers\": 1, \"chunk\": 1}"));
        gated.awaitBegun(1);
        HttpRequest request = HttpRequest.newBuilder(root.resolve("/batches/" + id + "/events"))
                .header("Authorization", "Bearer " + Operator.token())
                .build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofLines());
        List<String> told = answer.body()
                .filter(line -> line.startsWith("data:"))
                .map(line -> new JsonPath(line.substring("data:".length())).getString("status"))
                .peek(status -> gated.let(1))
                .toList();

        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        assertThat(told).first().isEqualTo("RUNNING");
        assertThat(told).last().isEqualTo("COMPLETED");
        assertThat(told.stream().filter("COMPLETED"::equals)).hasSize(1);
        isProblem(get("/batches/nope/events"), ProblemType.UNKNOWN_BATCH);
    }

    @Test
    @DisplayName("stored progress lets it continue, and is not mixed with that of another batch")
    void resumed() throws SQLException {
        String[] order = {"sql", INSERT, "resume", "people-1", "chunk", "10"};
        assertThat(endOf(idOf(rows("text/csv", csv(100, 199), order))).getLong("succeeded"))
                .isEqualTo(100);

        JsonPath again = endOf(idOf(rows("text/csv", csv(100, 199), order)));
        JsonPath changed = endOf(idOf(rows("text/csv", csv(101, 200), order)));

        assertThat(again.getString("status")).isEqualTo("COMPLETED");
        assertThat(again.getLong("before")).isEqualTo(100);
        assertThat(changed.getString("status")).isEqualTo("FAILED");
        assertThat(changed.getString("problem")).contains("its source has changed");
        assertThat(ask("select count(*) from people")).isEqualTo("100");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"jobs\": -1} | jobs",
                "{\"jobs\": \"many\"} | jobs",
                "{\"workers\": 0} | workers",
                "{\"workers\": 4, \"threads\": 5} | workers",
                "{\"workers\": 100000} | workers",
                "{\"priority\": \"URGENT\"} | priority",
                "{\"chunk\": 0} | chunk",
                "{\"retries\": -1} | retries",
                "{\"giveUpAfter\": \"soon\"} | giveUpAfter",
                "{\"continueOnError\": \"perhaps\"} | continueOnError",
                "{\"resume\": \"a b\"} | resume",
                "{\"color\": \"red\"} | color",
                "{\"sql\": \"select 1\"} | rows",
                "{\"sql\": \"select 1\", \"handler\": \"gated\"} | sql",
                "{\"sql\": {}} | sql"
            })
    @DisplayName("an invalid setting is refused by its name")
    void badSettings(String order, String name) {
        Problems.namesParameter(begin(order), ProblemType.BAD_PARAMETER, name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"pool\": \"nope\"} | there is no JDBC pool 'nope'; there are: default, reports",
                "{\"handler\": \"nope\"} | there is no handler 'nope'; there are: gated",
                "{\"sql\": \"insert into t values (:a\", \"fromQuery\": \"select 1 a\", \"pool\": \"nope\"} | nope",
                "{\"sql\": \"select ':a\", \"fromQuery\": \"select 1 a\"} | not closed"
            })
    @DisplayName("an unknown id, and a text that is no statement, are refused with the reason")
    void badOrders(String order, String reason) {
        isProblem(begin(order), ProblemType.BAD_BATCH).body("detail", containsString(reason));
    }

    @Test
    @DisplayName("a body that is too large, of another type, or a parameter that is not known, is refused")
    void badRequests() {
        isProblem(rows("text/csv", "id\n" + "1\n".repeat(100_000), "sql", INSERT), ProblemType.BODY_TOO_LARGE);
        isProblem(rows("text/plain", "id\n1\n", "sql", INSERT), 415);
        Problems.namesParameter(
                rows("text/csv", "id\n1\n", "sql", INSERT, "jobs", "3"), ProblemType.UNKNOWN_PARAMETER, "jobs");
        isProblem(get("/batches/nope"), ProblemType.UNKNOWN_BATCH);
        isProblem(given().post("/batches/nope/pause"), ProblemType.UNKNOWN_BATCH);
        isProblem(begin("[1]"), ProblemType.MALFORMED_BODY);
    }

    @Test
    @DisplayName("pages of other sites cannot begin a batch, and remote callers cannot read rows")
    void guarded() {
        isProblem(
                given().header("Origin", "https://elsewhere.example")
                        .contentType("application/json")
                        .body("{\"jobs\": 1}")
                        .post("/batches"),
                ProblemType.CROSS_SITE);
        isProblem(Anonymous.get("/batches/nope/failures"), ProblemType.TOKEN_REQUIRED);
        get("/q/openapi?format=json").then().body(not(containsString("\"operationId\":null")));
    }
}
