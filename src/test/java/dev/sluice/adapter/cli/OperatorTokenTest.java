package dev.sluice.adapter.cli;

import static dev.sluice.testing.TokenProfile.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.TokenProfile;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(TokenProfile.class)
@Tag("service")
class OperatorTokenTest {

    @TestHTTPResource("/")
    String url;

    private Ran reset(Map<String, String> environment) {
        return Ran.patient(url, new CommandEnvironment(new Steps(), environment::get, false), "reset");
    }

    @Test
    @DisplayName("a service with a token accepts a reset only with it, and names it in the refusal")
    void token() {
        Ran without = reset(Map.of());
        assertThat(without.code()).isEqualTo(1);
        assertThat(without.err()).startsWith("Credentials required: ");
        Ran wrong = reset(Map.of("SLUICE_TOKEN", "guess".repeat(7)));
        assertThat(wrong.code()).isEqualTo(1);
        assertThat(wrong.err()).doesNotContain("guess");
        assertThat(reset(Map.of("SLUICE_TOKEN", TOKEN)).code()).isZero();
    }
}
