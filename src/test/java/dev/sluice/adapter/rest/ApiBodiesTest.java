package dev.sluice.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.control.BatchSetting;
import dev.sluice.batch.control.BatchSettings;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("F7 The documented fields of request bodies are those that are read")
@Tag("fast")
class ApiBodiesTest {

    @Test
    @DisplayName("for a batch without rows are the settings of an order")
    void batch() {
        assertThat(ApiBodies.batch().keySet())
                .containsExactlyElementsOf(BatchSettings.names(BatchSetting.Surface.ORDER));
    }

    @Test
    @DisplayName("for a batch with rows, the query has the settings of rows, with example and description")
    void rows() {
        Operation operation = OASFactory.createOperation()
                .requestBody(OASFactory.createRequestBody()
                        .content(OASFactory.createContent()
                                .addMediaType("application/json", OASFactory.createMediaType())));

        ApiBodies.describe("/batches", operation);

        assertThat(operation.getParameters())
                .extracting(Parameter::getName)
                .containsExactlyElementsOf(BatchSettings.names(BatchSetting.Surface.ROWS))
                .contains("distributed");
        assertThat(operation.getParameters()).allSatisfy(parameter -> {
            assertThat(parameter.getDescription()).isNotBlank();
            assertThat(parameter.getExample()).isNotNull();
        });
    }
}
