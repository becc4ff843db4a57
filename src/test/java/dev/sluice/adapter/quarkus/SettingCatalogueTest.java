package dev.sluice.adapter.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.control.operation.BadSetting;
import dev.sluice.control.operation.PoolPlan;
import dev.sluice.control.setting.PoolSetting;
import dev.sluice.control.setting.SettingCatalogue;
import dev.sluice.jdbc.DatabaseKind;
import dev.sluice.jdbc.SessionRules;
import dev.sluice.pool.PoolConfig;
import dev.sluice.value.Shape;
import dev.sluice.value.ValueSpec;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The configuration is read through {@link PoolMapping}, which must agree with the catalogue. */
@Tag("fast")
class SettingCatalogueTest {

    private static final String URL = "jdbc:h2:mem:x";

    /** Values inside and outside of the types. */
    private static final List<String> TEXTS = List.of(
            "x", "yes", "true", "false", "off", "-1", "0", "7", "10001", "0.5", "1.5", "-1s", "0s", "7s", "11s",
            "1h30m", "36501d");

    /** Other settings, with which any value of a setting makes sense. */
    private static final Map<String, Map<String, String>> OTHERS = Map.of(
            "shortestWait", Map.of("acquisition-timeout", "0s"),
            "creationTimeout", Map.of("login-timeout", "100ms"));

    static List<ValueSpec<?>> checked() {
        return SettingCatalogue.all().stream()
                .<ValueSpec<?>>map(PoolSetting::spec)
                .filter(spec -> spec.type().shape().base() != Shape.Base.TEXT
                        || !spec.type().shape().choices().isEmpty())
                .toList();
    }

    @Test
    @DisplayName("each key that is read is declared once, and each declared key is read")
    void keys() {
        assertThat(SettingCatalogue.all().stream().map(PoolSetting::spec).map(ValueSpec::name))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(PoolMapping.class.getMethods())
                        .map(Method::getName)
                        .filter(name -> !name.equals("admission")) // its rules are declared in control.policy
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("checked")
    @DisplayName("a value is read if and only if it is of the declared type, and it reaches the pool")
    void types(ValueSpec<?> spec) {
        String key = new PoolSetting<>(spec, true).key();
        for (String text : TEXTS) {
            Object declared = spec.type().parse(text);
            Map<String, String> settings = new HashMap<>(Map.of("url", URL, key, text));
            settings.putAll(OTHERS.getOrDefault(spec.name(), Map.of()));
            try {
                PoolConfig config = read(settings).rules(PoolConfig.builder().build());
                assertThat(declared).as(key + "=" + text).isNotNull();
                component(config, spec.name())
                        .ifPresent(value -> assertThat(value).as(key).isEqualTo(declared));
            } catch (BadSetting | BadConfiguration e) {
                assertThat(declared).as(e.getMessage()).isNull();
                assertThat(e).hasMessageContaining(key);
            }
        }
    }

    private static Optional<Object> component(PoolConfig config, String name) {
        for (RecordComponent component : PoolConfig.class.getRecordComponents()) {
            if (component.getName().equals(name)) {
                try {
                    return Optional.of(component.getAccessor().invoke(config));
                } catch (ReflectiveOperationException e) {
                    throw new AssertionError(e);
                }
            }
        }
        return Optional.empty();
    }

    @Test
    @DisplayName("each declared default is the value of a pool without that setting")
    void defaults() throws ReflectiveOperationException {
        PoolMapping settings = PlanReader.read(new PoolPlan("reports", Map.of("url", URL), false));
        PoolSettings pool = read(Map.of("url", URL));
        PoolConfig config = pool.rules(PoolConfig.builder().build());
        DatabaseKind.Timeouts timeouts = pool.timeouts(URL);
        SessionRules rules = pool.sessionRules();
        Map<String, Object> others = Map.of(
                "loginTimeout", timeouts.login(),
                "socketTimeout", timeouts.socket(),
                "sessionReset", rules.mode().name().toLowerCase(Locale.ROOT),
                "sessionResetBetweenTenants", rules.betweenTenants(),
                "aging", config.admission().aging());
        for (PoolSetting<?> setting : SettingCatalogue.all()) {
            ValueSpec<?> spec = setting.spec();
            if (spec.otherwise() != null) {
                Object read = component(config, spec.name()).orElse(others.get(spec.name()));
                assertThat(
                                read == null
                                        ? PoolMapping.class
                                                .getMethod(spec.name())
                                                .invoke(settings)
                                        : read)
                        .as(setting.key())
                        .isEqualTo(spec.otherwise());
            }
        }
    }

    private static PoolSettings read(Map<String, String> settings) {
        PoolPlan plan = new PoolPlan("reports", settings, false);
        return new PoolSettings(plan.name(), PlanReader.read(plan), Map.of());
    }
}
