package dev.sluice.testing.contract;

import dev.sluice.testing.AsAdmin;
import io.quarkus.test.junit.callback.QuarkusTestAfterEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestBeforeEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import io.restassured.RestAssured;

/**
 * Has every answer that a test of the running service gets over RestAssured compared with the OpenAPI document of that
 * service, and sends every request as admin that has no other credentials. Active in all tests, because it is registered as a service of Quarkus' test framework.
 */
public final class ContractCheck implements QuarkusTestBeforeEachCallback, QuarkusTestAfterEachCallback {

    /** The filter of each application: the test classes of each application have their own class loader. */
    private static final ContractFilter FILTER = new ContractFilter();

    @Override
    public void beforeEach(QuarkusTestMethodContext context) {
        RestAssured.replaceFiltersWith(new AsAdmin(), FILTER);
    }

    @Override
    public void afterEach(QuarkusTestMethodContext context) {
        FILTER.end();
    }
}
