package dev.sluice.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.access.Requester;
import dev.sluice.control.operation.Command;
import dev.sluice.control.operation.CommandParser;
import dev.sluice.control.operation.OperationCatalogue;
import dev.sluice.control.setting.BadSetting;
import dev.sluice.pool.operation.OperationName;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The body of a request for a new pool")
@Tag("fast")
class PlanBodyTest {

    private static PlanBody read(String json) {
        byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return PlanBody.read(new ByteArrayInputStream(bytes));
    }

    private static Command command(Map<String, String> given) {
        return OperationCatalogue.entry(OperationName.CREATE_POOL).command(given);
    }

    private static Command ofText(String parameters) {
        return CommandParser.order("reports", "create-pool", parameters, Requester.application("ada"), false)
                .command();
    }

    @Test
    @DisplayName("gives the same command as the text of JMX and of the command line")
    void oneCommand() {
        PlanBody body = read("{'name': 'reports', 'url': 'u', 'maxSize': 5, 'persist': true,"
                + " 'admission': {'failFast': true, 'tenants': {'acme': {'cap': 3}, 'a.b': {'cap': 2}}}}");

        assertThat(body.name()).isEqualTo("reports");
        assertThat(command(body.given()))
                .isEqualTo(ofText("url=u,max-size=5,persist=true,admission.fail-fast=true,admission.tenants.acme.cap=3,"
                        + "admission.tenants.\"a.b\".cap=2"))
                .isEqualTo(ofText("url=u,maxSize=5,persist=true,admission.failFast=true,admission.tenants.acme.cap=3,"
                        + "admission.tenants.\"a.b\".cap=2"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'name': 'r', 'maxSize': 5, 'max-size': 5}                                        | max-size
                    {'name': 'r', 'admission': {'failFast': true}, 'admission.fail-fast': true}       | admission.fail-fast
                    {'name': 'r', 'admission': {'fail-fast': true}, 'admission.fail-fast': true}      | admission.fail-fast
                    """)
    @DisplayName("is refused with a setting in two spellings")
    void twice(String json, String key) {
        assertThatThrownBy(() -> command(read(json).given()))
                .isInstanceOf(BadSetting.class)
                .hasMessage(key + " is given twice");
    }

    @Test
    @DisplayName("is refused with the name of a tenant as in the request")
    void tenant() {
        BadSetting refusal = new BadSetting("admission.tenants.team-a.cap", "must be a number", "'x'");

        assertThat(PlanBody.refused(refusal))
                .hasMessageContaining("admission.tenants.team-a.cap must be a number: 'x'");
    }
}
