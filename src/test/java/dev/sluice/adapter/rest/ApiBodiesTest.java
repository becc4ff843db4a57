package dev.sluice.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.control.BatchSettings;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("F7 The documented fields of request bodies are those that are read")
@Tag("fast")
class ApiBodiesTest {

    @Test
    @DisplayName("for a batch")
    void batch() {
        assertThat(ApiBodies.batch().keySet()).isEqualTo(Set.copyOf(BatchSettings.NAMES));
    }
}
