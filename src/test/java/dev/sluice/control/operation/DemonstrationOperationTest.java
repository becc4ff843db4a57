package dev.sluice.control.operation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.sluice.adapter.cli.CommandLineRun;
import dev.sluice.adapter.rest.OperationsInOpenApi;
import dev.sluice.control.operation.Command.Effort;
import dev.sluice.control.operation.OperationCatalogue.Declared;
import dev.sluice.value.Arguments;
import dev.sluice.value.ValueSpec;
import dev.sluice.value.Values;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A demonstration operation touches the catalogue only, and every surface has it. */
@QuarkusTest
@Tag("service")
class DemonstrationOperationTest {

    private static final ValueSpec<Integer> TIMES =
            ValueSpec.required("times", Values.integer(1, 9), "Number of validations.", "2");

    @TestHTTPResource("/")
    String url;

    private Declared declared;

    @BeforeEach
    void declare() {
        declared = OperationCatalogue.declare(OperationEntry.of("demonstrate")
                .title("Demonstrate the catalogue")
                .description("Validates idle connections.")
                .parameters(List.of(TIMES))
                .build(given -> demonstrate(new Arguments(given).need(TIMES))));
    }

    @AfterEach
    void withdraw() {
        declared.close();
    }

    private static Command demonstrate(int times) {
        return new Command(
                "demonstrate",
                Map.of("times", String.valueOf(times)),
                List.of(),
                Effort.LONG,
                (pools, pool, context) -> pools.pool(pool).validate(context));
    }

    /** Returns a request whose answer is not compared with the document, which was made when the service was built. */
    private static RequestSpecification request() {
        return given().noFilters();
    }

    @Test
    @DisplayName("REST runs it, refuses its wrong and unknown parameters by name, and lists it in the catalogue")
    void rest() {
        request().post("/pool/demonstrate?times=2").then().statusCode(200).body("complete", equalTo(true));
        request()
                .post("/pools/default/demonstrate?times=10")
                .then()
                .statusCode(400)
                .body("parameter", equalTo("times"))
                .body("detail", containsString("times must be a whole number from 1 to 9: '10'"));
        request().post("/pool/demonstrate").then().statusCode(400).body("parameter", equalTo("times"));
        request().post("/pool/demonstrate?time=2").then().statusCode(400).body("parameter", equalTo("time"));
        request().get("/operations/catalogue").then().statusCode(200).body("name", hasItem("demonstrate"));
    }

    @Test
    @DisplayName("the OpenAPI document has a path for it, with its parameter")
    void openApi() {
        assertThat(OperationsInOpenApi.parametersOf("/pools/{name}/demonstrate"))
                .containsExactly("times");
    }

    @Test
    @DisplayName("the command line runs it")
    void commandLine() {
        assertThat(CommandLineRun.run(url, "do", "default", "demonstrate", "times=2"))
                .isEqualTo(0);
        assertThat(CommandLineRun.run(url, "do", "default", "demonstrate", "time=2"))
                .isEqualTo(2);
    }

    @Test
    @DisplayName("JMX runs it by its text")
    void jmx() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName pool = new ObjectName("dev.sluice:type=Pool,name=default");
        String text = String.class.getName();
        CompositeData report = (CompositeData)
                server.invoke(pool, "operate", new Object[] {"demonstrate", "times=2"}, new String[] {text, text});
        assertThat(report.get("complete")).isEqualTo(true);
    }
}
