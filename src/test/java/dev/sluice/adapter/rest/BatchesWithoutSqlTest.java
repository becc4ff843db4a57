package dev.sluice.adapter.rest;

import static dev.sluice.adapter.rest.Problems.isProblem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@DisplayName("Batches over REST, as they are by default")
@Tag("service")
class BatchesWithoutSqlTest {

    @Test
    @DisplayName("bring no statement and no query of their own")
    void refused() {
        isProblem(
                        given().contentType("text/csv")
                                .queryParam("sql", "delete from t where id = :id")
                                .body("id\n1\n")
                                .post("/batches"),
                        ProblemType.SQL_NOT_TAKEN)
                .body("detail", containsString("sluice.batch.sql"));
        isProblem(
                given().contentType("application/json")
                        .body("{\"handler\": \"gated\", \"fromQuery\": \"select 1 a\"}")
                        .post("/batches"),
                ProblemType.SQL_NOT_TAKEN);
    }
}
