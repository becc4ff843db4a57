package dev.sluice.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.access.Role;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The methods that a path takes")
@Tag("fast")
class AllowedMethodsTest {

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("depend on the path alone; GET implies HEAD, and every path answers OPTIONS")
    @CsvSource({
        "/pool/stats, GET HEAD OPTIONS",
        "/pool/reset, OPTIONS POST",
        "/pools/orders/what-if, OPTIONS POST",
        "/pools/orders/reset, OPTIONS POST",
        "/pools/orders/stats/, GET HEAD OPTIONS",
        "/pool/policy, GET HEAD OPTIONS PATCH PUT",
        "/pools, GET HEAD OPTIONS POST",
        "/operations/op_1_1, DELETE GET HEAD OPTIONS",
        "/pool/nothing, ''",
        "/pools/a/b/stats, ''",
    })
    void ofPath(String path, String methods) {
        assertThat(String.join(" ", AllowedMethods.of(path))).isEqualTo(methods);
    }

    @ParameterizedTest(name = "{1} {0}: {2}")
    @DisplayName("need the role of the resource or of its operation")
    @CsvSource({
        "/pool/policy, PATCH, ADMIN",
        "/pools/orders/policy, PUT, ADMIN",
        "/pools/orders/what-if, POST, OPERATOR",
        "/pools/orders/load-test, POST, ADMIN",
        "/pools/orders/reset, POST, OPERATOR",
    })
    void role(String path, String method, Role role) {
        assertThat(AllowedMethods.roleOf(path, method)).isEqualTo(role);
    }
}
