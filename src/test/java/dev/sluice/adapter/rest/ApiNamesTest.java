package dev.sluice.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.control.operation.OperationCatalogue;
import java.util.List;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The identifier of an operation in the OpenAPI document")
@Tag("fast")
class ApiNamesTest {

    @ParameterizedTest
    @DisplayName("is the verb, the subject and the rest of the path")
    @CsvSource({
        "GET, /pools/{name}, getPool",
        "GET, /pool/waiters/lost, getDefaultPoolWaitersLost",
        "PATCH, /pool/policy, patchDefaultPoolPolicy",
        "POST, /pools/{name}/verbose, setPoolVerbose",
        "POST, /pools/{name}/what-if, predictPoolWhatIf",
        "POST, /pools/{name}/reset, resetPool",
        "POST, /pools/{name}/warm-up, warmUpPool",
        "POST, /pools/{name}/warmup, warmupPool",
        "POST, /pool/switch-endpoint, switchDefaultPoolEndpoint",
        "POST, /pools/{name}/reset-statistics, resetPoolStatistics",
        "POST, /pools, createPool",
        "DELETE, /pools/{name}, deletePool",
        "POST, /batches/{id}/cancel, cancelBatch"
    })
    void ids(HttpMethod method, String path, String id) {
        assertThat(ApiNames.idOf(path, method)).isEqualTo(id);
    }

    @Test
    @DisplayName("differs between all operations of the catalogue, and their aliases")
    void unique() {
        List<String> ids = OperationPaths.names().stream()
                .map(name -> ApiNames.idOf("/pools/{name}/" + name, HttpMethod.POST))
                .toList();

        assertThat(ids)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(OperationCatalogue.all().size() - 2)
                .allMatch(id -> id.matches("[a-z][A-Za-z]+"));
    }
}
