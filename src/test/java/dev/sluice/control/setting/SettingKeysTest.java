package dev.sluice.control.setting;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A key of a setting")
@Tag("fast")
class SettingKeysTest {

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
                    maxSize, max-size
                    max-size, max-size
                    admission.maxWaiters, admission.max-waiters
                    admission.tenants.AcmeCorp.cap, admission.tenants.AcmeCorp.cap
                    admission.reserved.HIGH, admission.reserved.HIGH
                    admission.maxWaitersByLane.HIGH, admission.max-waiters-by-lane.HIGH
                    admission.tenants."Acme.Corp".maxSize, admission.tenants."Acme.Corp".max-size
                    driverProperties.socketTimeout, driver-properties.socketTimeout
                    """)
    @DisplayName("has one spelling in a configuration, and names of users are kept")
    void spelling(String given, String key) {
        assertThat(SettingKeys.of(given)).isEqualTo(key);
    }

    @Test
    @DisplayName("quotes the name of a user that has other characters than keys")
    void below() {
        assertThat(SettingKeys.below("admission.tenants", "a.b")).isEqualTo("admission.tenants.\"a.b\"");
        assertThat(SettingKeys.below("admission.tenants", "acme")).isEqualTo("admission.tenants.acme");
        assertThat(SettingKeys.below("admission", "failFast")).isEqualTo("admission.failFast");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
                    max-size, maxSize
                    maxSize, maxSize
                    admission.fail-fast, admission.failFast
                    admission.tenants.team-a.cap, admission.tenants.team-a.cap
                    admission.tenants."team-a.b".cap, admission.tenants."team-a.b".cap
                    admission.other-tenants.cap, admission.otherTenants.cap
                    admission.reserved.high, admission.reserved.HIGH
                    admission.max-waiters-by-lane.high, admission.maxWaitersByLane.HIGH
                    admission.maxWaitersByLane.HIGH, admission.maxWaitersByLane.HIGH
                    driver-properties.a-b, driverProperties.a-b
                    """)
    @DisplayName("has one spelling in JSON, with the names of users and the lanes of the request")
    void inJson(String key, String json) {
        assertThat(SettingKeys.inJson(key)).isEqualTo(json);
    }
}
