package dev.sluice.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.batch.control.BatchSettings;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("F7 The documented fields of request bodies are those that are read")
class ApiBodiesTest {

    @Test
    @DisplayName("for switch-endpoint")
    void target() {
        Refusal refused = catchThrowableOfType(Refusal.class, () -> TargetBody.switchEndpoint(unknownField()));
        assertThat(known(refused)).isEqualTo(ApiBodies.target().keySet());
    }

    @Test
    @DisplayName("for rotate-credentials")
    void credentials() {
        Refusal refused = catchThrowableOfType(Refusal.class, () -> TargetBody.rotateCredentials(unknownField()));
        assertThat(known(refused)).isEqualTo(ApiBodies.credentials().keySet());
    }

    @Test
    @DisplayName("for a batch")
    void batch() {
        assertThat(ApiBodies.batch().keySet()).isEqualTo(Set.copyOf(BatchSettings.NAMES));
    }

    private static InputStream unknownField() {
        return new ByteArrayInputStream("{\"colour\":1}".getBytes(StandardCharsets.UTF_8));
    }

    private static Set<String> known(Refusal refused) {
        String detail = String.valueOf(refused.getDetail());
        return Set.of(
                detail.substring(detail.indexOf("known: ") + "known: ".length()).split(", "));
    }
}
