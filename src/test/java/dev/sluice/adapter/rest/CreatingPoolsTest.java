package dev.sluice.adapter.rest;

import static dev.sluice.adapter.rest.Problems.isProblem;
import static io.restassured.RestAssured.delete;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.adapter.quarkus.PoolMapping;
import dev.sluice.control.PoolManager;
import dev.sluice.control.operation.PoolPlan;
import dev.sluice.testing.JmxClient;
import dev.sluice.testing.SettingEdges;
import dev.sluice.testing.SettingEdges.Edge;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Stream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@Timeout(60)
@DisplayName("Pools are created and deleted while the service runs")
@Tag("service")
class CreatingPoolsTest {

    private static final String REPORTS = "{'name':'reports','url':'jdbc:h2:mem:reports','minSize':2,'maxSize':3,"
            + "'acquisitionTimeout':'2s','admission':{'failFast':true,'reserved':{'CRITICAL':1}}}";

    @Inject
    PoolManager manager;

    @AfterEach
    void clean() {
        delete("/pools/reports");
        assertThat(manager.names()).containsExactly("default");
    }

    private static Response create(String body) {
        return given().contentType("application/json")
                .body(body.replace('\'', '"'))
                .post("/pools");
    }

    private static Problem refused(String settings) {
        return isProblem(
                create("{'name':'reports','url':'jdbc:h2:mem:reports'," + settings + "}"), ProblemType.BAD_PARAMETER);
    }

    @Test
    @DisplayName("over HTTP: 201 with its address; it has the settings that were given, and serves")
    void created() {
        create(REPORTS)
                .then()
                .statusCode(201)
                .header("Location", endsWith("/pools/reports"))
                .body("operation", equalTo("create-pool"))
                .body("created", equalTo(2))
                .body("complete", equalTo(true));
        get("/pools").then().body("name", hasItem("reports"));
        get("/pools/reports/stats")
                .then()
                .statusCode(200)
                .body("state", equalTo("RUNNING"))
                .body("maxConnections", equalTo(3));
        get("/pools/reports/policy").then().body("failFast", equalTo(true)).body("reserved.CRITICAL", equalTo(1));
        post("/pools/reports/reset").then().statusCode(200).body("created", equalTo(2));
        delete("/pools/reports")
                .then()
                .statusCode(200)
                .body("operation", equalTo("delete-pool"))
                .body("state", equalTo("STOPPED"))
                .body("retired", hasSize(2));
        isProblem(get("/pools/reports/stats"), ProblemType.UNKNOWN_POOL);
        isProblem(delete("/pools/reports"), ProblemType.UNKNOWN_POOL);
    }

    @Test
    @DisplayName("F7 the OpenAPI document has every setting that a request may give, and no other")
    void documented() {
        Map<String, Object> documented = get("/q/openapi?format=json")
                .jsonPath()
                .getMap("paths.'/pools'.post.requestBody.content.'application/json'.schema.properties");
        List<String> taken = new ArrayList<>(List.of("name", "persist"));
        for (Method setting : PoolMapping.class.getMethods()) {
            String body = "{'name':'reports','url':'jdbc:h2:mem:reports','" + setting.getName() + "':'?'}";
            boolean isUrl = setting.getName().equals("url"); // given already
            if (isUrl || !create(body).asString().contains("can be set in the configuration only")) {
                taken.add(setting.getName());
            }
            delete("/pools/reports");
        }
        assertThat(documented.keySet()).containsExactlyInAnyOrderElementsOf(taken);
    }

    @Test
    @DisplayName("a name that is taken is 409, and a bad name 400")
    void names() {
        isProblem(create("{'name':'default','url':'jdbc:h2:mem:x'}"), ProblemType.POOL_EXISTS);
        isProblem(create("{'name':'a b','url':'jdbc:h2:mem:x'}"), ProblemType.BAD_PARAMETER)
                .body("parameter", equalTo("name"));
        isProblem(create("{'url':'jdbc:h2:mem:x'}"), ProblemType.BAD_PARAMETER).body("parameter", equalTo("name"));
        isProblem(create("{'name':'reports'}"), ProblemType.BAD_PARAMETER).body("parameter", equalTo("url"));
        isProblem(create("['reports']"), ProblemType.MALFORMED_BODY);
    }

    static Stream<Arguments> badSettings() {
        return Stream.of(
                arguments("'colour':'red'", "colour"),
                arguments("'maxSize':0", "maxSize"),
                arguments("'maxSize':'many'", "maxSize"),
                arguments("'minSize':-1", "minSize"),
                arguments("'acquisitionTimeout':'x'", "acquisitionTimeout"),
                arguments("'maxSize':{'a':1}", "maxSize.a"),
                arguments("'maxSize':[1]", "maxSize"),
                arguments("'admission':{'aging':'x'}", "admission.aging"),
                arguments("'secret':'nope'", "secret"),
                arguments("'driver':'no.such.Driver'", "driver"),
                arguments("'maxSize':3,'max-size':4", "maxSize"),
                arguments("'max\\\"size':3", "(not shown)"),
                arguments("'persist':true", "persist"),
                arguments("'persist':'perhaps'", "persist"));
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("an unknown or invalid setting is 400 with its name, and no pool is created")
    @MethodSource
    void badSettings(String settings, String name) {
        refused(settings).body("parameter", equalTo(name)).body("detail", containsString(name));
    }

    @Test
    @DisplayName("a URL that no driver takes is 400; a database that cannot be reached is 503 with the report")
    void unreachable() {
        isProblem(create("{'name':'reports','url':'jdbc:nope:x?password=hunter2'}"), ProblemType.BAD_PARAMETER)
                .body("parameter", equalTo("url"))
                .body(not(containsString("hunter2")));
        isProblem(
                        create("{'name':'reports','url':'jdbc:h2:mem:nope;IFEXISTS=TRUE','password':'hunter2'}"),
                        ProblemType.OPERATION_INCOMPLETE)
                .body("report.created", equalTo(0))
                .body(not(containsString("hunter2")));
        isProblem(get("/pools/reports"), ProblemType.UNKNOWN_POOL);
        get("/q/health/ready").then().statusCode(200);
    }

    @Test
    @DisplayName("a database of a kind that the configuration does not name is 400, and gets no connection")
    void otherKind() {
        for (String url : List.of("jdbc:postgresql://127.0.0.1:1/x", "jdbc:mariadb://localhost:1/x")) {
            isProblem(
                            create("{'name':'reports','url':'" + url + "','username':'a','password':'b'}"),
                            ProblemType.TARGET_NOT_ALLOWED)
                    .body("parameter", equalTo("url"))
                    .body("detail", containsString("sluice.targets.allow"));
        }
    }

    @Test
    @DisplayName("a dry run reads the settings, and makes nothing")
    void dryRun() {
        given().contentType("application/json")
                .queryParam("dryRun", true)
                .body(REPORTS.replace('\'', '"'))
                .post("/pools")
                .then()
                .statusCode(200)
                .body("dryRun", equalTo(true))
                .body("wanted", equalTo(2));
        assertThat(manager.names()).containsExactly("default");
    }

    @Test
    @DisplayName(
            "a setting is accepted at each bound and refused beyond it, over HTTP and JMX, by the rule of its type")
    void edges() throws Exception {
        for (Edge edge : SettingEdges.ofEachType()) {
            Map<String, String> settings = new LinkedHashMap<>(edge.settings());
            settings.put("url", "jdbc:h2:mem:edges");
            StringJoiner text = new StringJoiner(",");
            settings.forEach((key, value) -> text.add(key + "=" + value));
            settings.put("name", "reports");
            Response answer = given().contentType("application/json")
                    .queryParam("dryRun", true)
                    .body(settings)
                    .post("/pools");
            String rule = edge.setting().type().rule() + ": '" + edge.text() + "'";
            if (edge.isAccepted()) {
                assertThat(answer.statusCode()).as(edge.toString()).isEqualTo(200);
                assertThat(dryRun(text.toString()).get("dryRun")).isEqualTo(true);
            } else {
                isProblem(answer, ProblemType.BAD_PARAMETER)
                        .body("parameter", equalTo(edge.setting().name()))
                        .body("detail", equalTo(edge.setting().name() + " " + rule));
                assertThatThrownBy(() -> dryRun(text.toString()))
                        .rootCause()
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(rule);
            }
        }
    }

    private static CompositeData dryRun(String settings) throws Exception {
        return invoke(ManagementFactory.getPlatformMBeanServer(), "dryRun", "reports", "create-pool", settings);
    }

    static Stream<Arguments> configurationOnly() {
        return Stream.of(
                arguments("'initialSql':'select 1'", "initialSql"),
                arguments("'\\u0069nitialSql':'select 1'", "initialSql"),
                arguments("'initial-sql':'select 1'", "initialSql"),
                arguments("'INITIAL_SQL':'select 1'", "initialSql"),
                arguments("'driver':'org.h2.Driver'", "driver"),
                arguments("'driverProperties':{'INIT':'x'}", "driverProperties"),
                arguments("'driver-properties':{'x':'y'}", "driverProperties"),
                arguments("'sessionReset':'query','sessionResetQuery':'x'", "sessionResetQuery"),
                arguments("'validationQuery':'x'", "validationQuery"),
                arguments("'endpoints':'evil.example'", "endpoints"));
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("a setting that runs a statement or loads a class is for the configuration only: 400 with its name")
    @MethodSource
    void configurationOnly(String settings, String name) {
        refused(settings).body("parameter", equalTo(name)).body("detail", containsString("in the configuration only"));
        assertThat(manager.names()).containsExactly("default");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:h2:mem:x;INIT=CREATE TABLE T(I INT)",
                "jdbc:h2:mem:x;\\u0049NIT=RUNSCRIPT FROM 'x.sql'",
                "jdbc:h2:mem:x;MODE=x\\\\;INIT=x",
                "jdbc:h2:file:FILE",
                "jdbc:h2:FILE",
                "jdbc:postgresql://127.0.0.1:1/x?loggerFile=FILE&loggerLevel=TRACE",
                "jdbc:postgresql://127.0.0.1:1/x?socketFactory=java.lang.String"
            })
    @DisplayName(
            "a URL that runs a statement, opens a file or loads a class is 400, over HTTP and JMX, and has no effect")
    void harmfulUrl(String url, @TempDir Path directory) throws Exception {
        String there = url.replace("FILE", directory.resolve("db").toString());
        String body = "{\"name\":\"reports\",\"username\":\"sa\",\"password\":\"x\",\"url\":\"" + there + "\"}";
        for (String query : List.of("", "?dryRun=true")) {
            isProblem(
                            given().contentType("application/json").body(body).post("/pools" + query),
                            ProblemType.BAD_PARAMETER)
                    .body("parameter", equalTo("url"));
        }
        assertThatThrownBy(() -> invoke(
                        ManagementFactory.getPlatformMBeanServer(), "createPool", "reports", there, "sa", "x", ""))
                .rootCause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("url");
        isProblem(
                given().contentType("application/json")
                        .body("{\"url\":\"" + there + "\",\"username\":\"sa\",\"password\":\"x\"}")
                        .post("/pool/switch-endpoint"),
                ProblemType.BAD_PARAMETER);
        assertThat(directory).isEmptyDirectory();
        assertThat(manager.names()).containsExactly("default");
    }

    @Test
    @DisplayName("the password is in no answer and in no operation that is remembered")
    void secret() {
        create("{'name':'reports','url':'jdbc:h2:mem:secret','username':'sa','password':'hunter2'}")
                .then()
                .statusCode(201)
                .body(not(containsString("hunter2")));
        get("/operations").then().body(containsString("***")).body(not(containsString("hunter2")));
    }

    @Test
    @DisplayName("a URL that the driver would accept in another spelling is refused, too; no value of a text is shown")
    void otherSecrets() {
        create("{'name':'reports','url':'jdbc:h2:mem:other','secret':'reports','driverProperties':"
                + "{'accessToken':'hunter2','clientSecret':'hunter2','trustStorePwd':'hunter2'}}");
        assertThat(new PoolPlan("x", Map.of("secret", "reports", "driver-properties.accessToken", "hunter2"), false))
                .hasToString("x[driver-properties.accessToken=***, secret=***]");
        get("/operations").then().body(not(containsString("hunter2")));
    }

    @Test
    @DisplayName("a pool that the application has made itself is not deleted: 409")
    void foreign() throws Exception {
        try (TestPool things = new TestPool(manager, "things")) {
            isProblem(delete("/pools/things"), ProblemType.UNSUPPORTED);
            assertThat(things.pool.acquire()).isNotNull();
        }
    }

    @Test
    @DisplayName("a page of another site cannot create or delete one")
    void crossSite() {
        given().header("Origin", "https://elsewhere.example")
                .contentType("application/json")
                .body(REPORTS.replace('\'', '"'))
                .post("/pools")
                .then()
                .statusCode(403);
        given().header("Origin", "https://elsewhere.example")
                .delete("/pools/default")
                .then()
                .statusCode(403);
    }

    @Test
    @DisplayName("over JMX, by threads without the application's context, with the bean of the pool")
    void overJmx() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName bean = new ObjectName("dev.sluice:type=Pool,name=reports");
        CompositeData report = invoke(
                server, "createPool", "reports", "jdbc:h2:mem:jmx", "sa", "", "min-size=1,admission.max-waiters=7");
        assertThat(report.get("created")).isEqualTo(1);
        assertThat(server.isRegistered(bean)).isTrue();
        assertThat(invoke(server, "operate", "reports", "delete-pool", "mode=FORCE")
                        .get("operation"))
                .isEqualTo("delete-pool");
        assertThat(server.isRegistered(bean)).isFalse();
        assertThat(invoke(server, "operate", "reports", "create-pool", "url=jdbc:h2:mem:jmx,min-size=1,deadline=30s")
                        .get("complete"))
                .isEqualTo(true);
        assertThat(invoke(server, "deletePool", "reports", 5L).get("complete")).isEqualTo(true);
        assertThat(server.isRegistered(bean)).isFalse();
    }

    private static CompositeData invoke(MBeanServer server, String operation, Object... arguments) throws Exception {
        String[] types = List.of(arguments).stream()
                .map(argument -> argument.getClass().getName())
                .toArray(String[]::new);
        Thread thread = Thread.currentThread();
        ClassLoader own = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader()); // as those of RMI
        try {
            return (CompositeData) JmxClient.asAdmin(
                    () -> server.invoke(new ObjectName("dev.sluice:type=PoolManager"), operation, arguments, types));
        } finally {
            thread.setContextClassLoader(own);
        }
    }
}
