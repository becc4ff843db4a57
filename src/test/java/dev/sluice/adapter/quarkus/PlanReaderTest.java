package dev.sluice.adapter.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.control.operation.PoolPlan;
import dev.sluice.control.setting.BadSetting;
import dev.sluice.pool.PoolConfig;
import dev.sluice.value.BadValue;
import dev.sluice.value.GivenText;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class PlanReaderTest {

    private static PoolMapping read(String pool, Map<String, String> settings) {
        return PlanReader.read(new PoolPlan(pool, settings, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max-size-x",
                "maxSize",
                "max",
                "url.x",
                "admission",
                "admission.maxWaiters",
                "admission.tenants.acme.max-size",
                "a b",
                "hunter2",
                "sluice.pools.orders.max-size"
            })
    @DisplayName(
            "A key that no pool has is refused by its name, unless it is none, whatever the keys and values beside it")
    void unknownKey(String key) {
        String shown = GivenText.name(key);
        for (String pool : new String[] {"orders", "a.b"}) {
            assertThatThrownBy(() -> read(pool, Map.of(key, "sluice.pools.orders.max-size 1", "max-size", "3")))
                    .isInstanceOfSatisfying(
                            BadSetting.class, bad -> assertThat(bad.name()).isEqualTo(shown))
                    .hasMessage(shown + " is no setting of a pool");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "max-size, 3",
        "admission.tenants.acme.cap, 2",
        "'admission.tenants.\"a b\".cap', 2",
        "admission.reserved.high, 1",
        "endpoints[0], db"
    })
    @DisplayName("The keys of a configuration are known, in all its spellings")
    void knownKey(String key, String value) {
        assertThat(read("orders", Map.of(key, value))).isNotNull();
        assertThat(read("a.b", Map.of(key, value))).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "min-size, 21, min-size, must not exceed max-size (20)",
        "admission.aging, soon, admission.aging, 'must be a duration from 1 ms to 36500 days, such as 500ms, 30s, 1h30m or PT10M'",
        "admission.tenants.acme.cap, 0, admission.tenants.acme.cap, 'must be a whole number, at least 1'",
        "session-reset-query, select 1, session-reset-query, is allowed only if session-reset is 'query'"
    })
    @DisplayName("A refusal of a configured pool has the key, the rule and the value as parts, without the prefix")
    void refusedPool(String key, String value, String name, String rule) {
        PoolSettings settings = new PoolSettings("orders", read("orders", Map.of(key, value)), Map.of());
        BadConfiguration refused = catchThrowableOfType(BadConfiguration.class, () -> {
            settings.rules(PoolConfig.builder().build());
            settings.sessionRules();
        });
        BadValue refusal = Objects.requireNonNull(refused.refusal());
        assertThat(refusal.name()).isEqualTo(name);
        assertThat(refusal.rule()).isEqualTo(rule);
        assertThat(String.valueOf(refusal.value())).isIn(value, "'" + value + "'", "null");
        assertThat(refusal.value() == null).as("no statement is shown").isEqualTo(value.startsWith("select"));
        assertThat(refused).hasMessage("sluice.pools.orders." + refusal.getMessage());
    }
}
