package dev.sluice.control.operation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.sluice.adapter.cli.CommandLineRun;
import dev.sluice.adapter.rest.OperationsInOpenApi;
import dev.sluice.control.PoolManager;
import dev.sluice.control.operation.OperationCatalogue.Declared;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.PoolOperations;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.testing.FakeStore;
import dev.sluice.testing.FakeTime;
import dev.sluice.time.Ticker;
import dev.sluice.time.Workers;
import dev.sluice.value.ValueSpec;
import dev.sluice.value.Values;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A demonstration operation: the entry in {@link #demonstration()} and the method {@link #demonstrate} that does the work
 * are all that it needs. Every surface has it.
 */
@QuarkusTest
@Tag("service")
class DemonstrationOperationTest {

    private static final String NAME = "demonstrate-twice";
    private static final String TEXT = String.class.getName();
    private static final ValueSpec<Integer> TIMES =
            ValueSpec.required("times", Values.integer(1, 9), "Number of validations.", "2");

    @TestHTTPResource("/")
    String url;

    @Inject
    PoolManager manager;

    private Declared declared;
    private ExecutorService workers;
    private ManagedPool<FakeStore.Thing> pool;

    private static OperationEntry demonstration() {
        return OperationEntry.of(new OperationName(NAME, "demonstrate the catalogue", "Demonstration"))
                .title("Demonstrate the catalogue")
                .description("Validates idle connections several times.")
                .parameters(TIMES)
                .does(arguments -> (pool, context) -> demonstrate(pool, arguments.need(TIMES), context));
    }

    private static OperationReport demonstrate(PoolOperations<?> pool, int times, OperationContext context) {
        OperationReport last = pool.validate(context);
        for (int i = 1; i < times; i++) {
            last = pool.validate(context);
        }
        return last.withMessage("validated " + times + " times");
    }

    @BeforeEach
    void declare() throws Exception {
        declared = OperationCatalogue.declare(demonstration());
        workers = Workers.named("things", 2);
        PoolRuntime runtime = new PoolRuntime(Ticker.system(), new FakeTime(), workers, () -> 0.5);
        pool = new ManagedPool<>("things", PoolConfig.builder().minSize(2).build(), new FakeStore(), runtime);
        pool.start().get(45, TimeUnit.SECONDS);
        manager.register(pool);
    }

    @AfterEach
    void withdraw() {
        manager.unregister(pool);
        pool.close(CloseMode.FORCE, Duration.ZERO);
        workers.shutdown();
        declared.close();
    }

    /** Returns a request whose answer is not compared with the document, which was made when the service was built. */
    private static RequestSpecification request() {
        return given().noFilters();
    }

    @Test
    @DisplayName("REST runs it, refuses its wrong and unknown parameters by name, and lists it in the catalogue")
    void rest() {
        request()
                .post("/pools/things/demonstrate-twice?times=2")
                .then()
                .statusCode(200)
                .body("operation", equalTo(NAME))
                .body("message", equalTo("validated 2 times"));
        request()
                .post("/pools/default/demonstrate-twice?times=10")
                .then()
                .statusCode(400)
                .body("parameter", equalTo("times"))
                .body("detail", containsString("times must be a whole number from 1 to 9: '10'"));
        request().post("/pool/demonstrate-twice").then().statusCode(400).body("parameter", equalTo("times"));
        request().post("/pool/demonstrate-twice?time=2").then().statusCode(400).body("parameter", equalTo("time"));
        request()
                .get("/operations/catalogue")
                .then()
                .statusCode(200)
                .body("find { it.name == 'demonstrate-twice' }.role", equalTo("OPERATOR"))
                .body("find { it.name == 'demonstrate-twice' }.parameters.name", equalTo(List.of("times")));
    }

    @Test
    @DisplayName("the events of the operation have its name, and its order has its parameters")
    void events() {
        request().post("/pools/things/demonstrate-twice?times=1").then().statusCode(200);

        assertThat(manager.events("things", 100))
                .filteredOn(event -> event.type() == PoolEvent.Type.OPERATION_COMPLETED)
                .last()
                .satisfies(event -> assertThat(event.operation()).hasToString(NAME))
                .satisfies(event -> assertThat(event.order()).endsWith(": times=1"));
    }

    @Test
    @DisplayName("the OpenAPI document has a path for it, with its parameter")
    void openApi() {
        assertThat(OperationsInOpenApi.parametersOf("/pools/{name}/demonstrate-twice"))
                .containsExactly("times");
    }

    @Test
    @DisplayName("the command line runs it")
    void commandLine() {
        assertThat(CommandLineRun.run(url, "do", "default", NAME, "times=2")).isEqualTo(0);
        assertThat(CommandLineRun.run(url, "do", "default", NAME, "time=2")).isEqualTo(2);
    }

    @Test
    @DisplayName("JMX runs it by its text, on the MBean of a pool that is older than the entry")
    void jmxText() throws Exception {
        CompositeData report = invoke("default", "operate", new Object[] {NAME, "times=2"}, TEXT, TEXT);

        assertThat(report.get("operation")).isEqualTo(NAME);
        assertThat(report.get("complete")).isEqualTo(true);
    }

    @Test
    @DisplayName("JMX has an operation for it, with a parameter of its type")
    void jmxTyped() throws Exception {
        CompositeData report = invoke("things", "demonstrateTwice", new Object[] {3}, int.class.getName());

        assertThat(report.get("operation")).isEqualTo(NAME);
        assertThat(report.get("message")).isEqualTo("validated 3 times");
        assertThat(server().getMBeanInfo(bean("things")).getOperations())
                .filteredOn(operation -> operation.getName().equals("demonstrateTwice"))
                .singleElement()
                .satisfies(operation -> assertThat(operation.getSignature())
                        .singleElement()
                        .satisfies(times -> assertThat(times.getName()).isEqualTo("times"))
                        .satisfies(times -> assertThat(times.getType()).isEqualTo(Integer.class.getName())));
        assertThatThrownBy(() -> invoke("things", "demonstrateTwice", new Object[] {10}, int.class.getName()))
                .cause()
                .hasMessage("times must be a whole number from 1 to 9: '10'");
    }

    private static CompositeData invoke(String pool, String operation, Object[] arguments, String... signature)
            throws JMException {
        return (CompositeData) server().invoke(bean(pool), operation, arguments, signature);
    }

    private static MBeanServer server() {
        return ManagementFactory.getPlatformMBeanServer();
    }

    private static ObjectName bean(String pool) throws JMException {
        return new ObjectName("dev.sluice:type=Pool,name=" + pool);
    }
}
