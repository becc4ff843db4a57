package dev.sluice.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.batch.control.BatchSetting;
import dev.sluice.batch.control.BatchSettings;
import dev.sluice.control.policy.PolicyRules;
import dev.sluice.control.policy.PolicyView;
import dev.sluice.control.setting.PoolSetting;
import dev.sluice.control.setting.SettingCatalogue;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("F7 The documented fields of request bodies are the fields that are read")
@Tag("fast")
class ApiBodiesTest {

    @Test
    @DisplayName("for a pool are its name, each setting that a request may give, the rules of the gate, and policies")
    void pool() {
        Map<String, Schema> fields = ApiBodies.pool();

        assertThat(fields)
                .hasSize(4
                        + SettingCatalogue.all().stream()
                                .filter(PoolSetting::isForRequests)
                                .toList()
                                .size());
        assertThat(fields)
                .containsKeys("name", "persist", "maxSize", "admission", "policy")
                .doesNotContainKey("initialSql");
        assertThat(fields.get("maxSize").getDescription()).startsWith("Maximum connections.");
        assertThat(fields.get("maxSize").getMaximum()).isEqualByComparingTo("10000");
        assertThat(fields.get("password").getWriteOnly()).isTrue();
        assertThat(fields.get("maxSize").getDefaultValue()).isEqualTo(new BigDecimal(20));
        assertThat(fields.get("minSize").getDefaultValue())
                .as("it depends on maxSize")
                .isNull();
        assertThat(fields.get("minSize").getDescription()).endsWith("Default: 10, or max-size if that is less.");
        assertThat(fields.get("lifetimeJitter").getExclusiveMaximum()).isEqualByComparingTo("1");
    }

    @Test
    @DisplayName("for a batch without rows are the settings of an order")
    void batch() {
        assertThat(ApiBodies.batch().keySet())
                .containsExactlyElementsOf(BatchSettings.names(BatchSetting.SettingSource.ORDER));
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
                .containsExactlyElementsOf(BatchSettings.names(BatchSetting.SettingSource.ROWS))
                .contains("distributed");
        assertThat(operation.getParameters()).allSatisfy(parameter -> {
            assertThat(parameter.getDescription()).isNotBlank();
            assertThat(parameter.getExample()).isNotNull();
        });
    }

    @Test
    @DisplayName("for a policy are, in its example, all rules of the gate with valid values")
    void policyExample() throws IOException {
        Map<?, ?> example = new ObjectMapper().readValue(ApiExamples.POLICY, Map.class);
        assertThat(example.keySet().stream().map(String::valueOf).toList())
                .containsExactlyElementsOf(Arrays.stream(PolicyView.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
        assertThat(PolicyView.of(PolicyRules.ofTree(example).toRules()).overtaking())
                .isEqualTo(example.get("overtaking"));
        PolicyRules.ofTree(new ObjectMapper().readValue(ApiExamples.POLICY_PATCH, Map.class))
                .toPolicy();
    }
}
