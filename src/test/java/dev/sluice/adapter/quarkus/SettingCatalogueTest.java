package dev.sluice.adapter.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.control.operation.PoolPlan;
import dev.sluice.control.setting.BadSetting;
import dev.sluice.control.setting.PoolSetting;
import dev.sluice.control.setting.SettingCatalogue;
import dev.sluice.jdbc.DatabaseKind;
import dev.sluice.jdbc.SessionRules;
import dev.sluice.pool.ConfigSettings;
import dev.sluice.pool.PoolConfig;
import dev.sluice.testing.SettingEdges;
import dev.sluice.testing.SettingEdges.Edge;
import dev.sluice.value.BadValue;
import dev.sluice.value.ValueSpec;
import io.agroal.api.transaction.TransactionIntegration;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
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

/** Compares {@link PoolMapping}, {@link PoolConfig} and the readers of settings with the catalogue. */
@Tag("fast")
class SettingCatalogueTest {

    private static final String URL = "jdbc:h2:mem:x";
    private static final String PREFIX = "sluice.pools.reports.";

    @Test
    @DisplayName("each key that is read is declared once, and each declared key is read")
    void keys() {
        assertThat(SettingCatalogue.all().stream().map(PoolSetting::spec).map(ValueSpec::name))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(PoolMapping.class.getMethods())
                        .map(Method::getName)
                        .filter(name -> !List.of("admission", "policy").contains(name)) // declared in control.policy
                        .toList());
    }

    @Test
    @DisplayName("each component of a pool's settings is declared, with a method of the builder that sets it")
    void components() throws ReflectiveOperationException {
        List<String> declared =
                ConfigSettings.all().stream().<String>map(ValueSpec::name).toList();
        List<String> forPrograms = List.of("maxIdle", "creationPerCaller", "admission", "policies");
        assertThat(PoolConfig.class.getRecordComponents())
                .extracting(RecordComponent::getName)
                .allMatch(name -> declared.contains(name) || forPrograms.contains(name))
                .hasSize(declared.size() + forPrograms.size());
        for (ValueSpec<?> setting : ConfigSettings.all()) {
            PoolConfig.Builder builder = PoolConfig.builder();
            Class<?> type = PoolConfig.class.getMethod(setting.name()).getReturnType();
            PoolConfig.Builder.class.getMethod(setting.name(), type).invoke(builder, setting.otherwise());
            assertThat(builder.build().valueOf(setting)).as(setting.key()).isEqualTo(setting.otherwise());
        }
    }

    static List<Edge> texts() {
        assertThat(SettingEdges.all())
                .extracting(edge -> edge.setting().name())
                .contains("lifetimeJitter", "minSize", "sessionReset");
        return SettingEdges.all();
    }

    @ParameterizedTest
    @MethodSource("texts")
    @DisplayName("a text is read at each bound and refused beyond it, in configurations as in requests")
    void edges(Edge edge) {
        if (edge.isAccepted()) {
            reachesThePool(edge, requested(edge.settings()));
            reachesThePool(edge, configured(edge.settings()));
            return;
        }
        String key = edge.setting().key();
        String rule = edge.setting().type().rule() + ": '" + edge.text() + "'";
        assertThatThrownBy(() -> requested(edge.settings()))
                .isInstanceOf(BadSetting.class)
                .hasMessage(key + " " + rule);
        assertThatThrownBy(() -> configured(edge.settings()))
                .isInstanceOf(BadConfiguration.class)
                .hasMessage(PREFIX + key + " " + rule);
    }

    private static void reachesThePool(Edge edge, PoolSettings settings) {
        PoolConfig config = settings.rules(PoolConfig.builder().build());
        settings.timeouts(URL);
        settings.sessionRules();
        component(config, edge.setting().name())
                .ifPresent(value ->
                        assertThat(value).isEqualTo(edge.setting().type().parse(edge.text())));
    }

    @ParameterizedTest
    @MethodSource("texts")
    @DisplayName("a value that a program gives is refused beyond each bound, by the rule of texts")
    void programs(Edge edge) {
        Optional<ValueSpec<?>> declared = ConfigSettings.all().stream()
                .filter(each -> each.name().equals(edge.setting().name()))
                .filter(each -> each.type().shape().choices().isEmpty()) // a constant of an enum has no bounds
                .findFirst();
        if (edge.isAccepted() || declared.isEmpty()) {
            return;
        }
        ValueSpec<?> setting = declared.get();
        assertThatThrownBy(() -> set(setting, edge.text()).build())
                .isInstanceOf(BadValue.class)
                .hasMessageStartingWith(setting.key() + " " + setting.type().rule());
    }

    @SuppressWarnings("unchecked") // the value is of the type of the setting
    private static <T> PoolConfig.Builder set(ValueSpec<T> setting, String text) {
        Object value = switch (setting.type().shape().base()) {
            case INTEGER -> Integer.valueOf(text);
            case DECIMAL -> Double.valueOf(text);
            case DURATION -> Duration.parse(text);
            case FLAG, LONG, TEXT -> throw new AssertionError(setting.key());
        };
        return PoolConfig.builder().set(setting, (T) value);
    }

    private static Optional<Object> component(PoolConfig config, String name) {
        return ConfigSettings.all().stream()
                .filter(setting -> setting.name().equals(name))
                .findFirst()
                .map(config::valueOf);
    }

    @Test
    @DisplayName("each declared default is the value of a pool without that setting")
    void defaults() {
        PoolSettings pool = requested(Map.of());
        PoolConfig config = pool.rules(PoolConfig.builder().build());
        DatabaseKind.Timeouts timeouts = pool.timeouts(URL);
        SessionRules rules = pool.sessionRules();
        TransactionIntegration transactions = TransactionIntegration.none();
        Map<String, Object> others = Map.of(
                "loginTimeout", timeouts.login(),
                "socketTimeout", timeouts.socket(),
                "sessionReset", rules.mode().name().toLowerCase(Locale.ROOT),
                "sessionResetBetweenTenants", rules.betweenTenants(),
                "transactions", pool.sessions(URL, transactions).transactionIntegration() == transactions,
                "verbose", pool.isVerbose(),
                "aging", config.admission().aging());
        for (PoolSetting<?> setting : SettingCatalogue.all()) {
            ValueSpec<?> spec = setting.spec();
            if (spec.otherwise() != null) {
                assertThat(component(config, spec.name()).orElse(others.get(spec.name())))
                        .as(setting.key())
                        .isEqualTo(spec.otherwise());
            }
        }
    }

    @Test
    @DisplayName("the choices of session-reset are the modes of a session's reset")
    void modes() {
        assertThat(SettingCatalogue.SESSION_RESET.type().shape().choices())
                .containsExactly(Arrays.stream(SessionRules.Mode.values())
                        .map(mode -> mode.name().toLowerCase(Locale.ROOT))
                        .toArray(String[]::new));
        assertThat(requested(Map.of("session-reset", "FULL")).sessionRules().mode())
                .isEqualTo(SessionRules.Mode.FULL);
    }

    private static PoolSettings requested(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("url", URL);
        PoolPlan plan = new PoolPlan("reports", all, false);
        return new PoolSettings(plan.name(), PlanReader.read(plan), Map.of());
    }

    private static PoolSettings configured(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(PREFIX + "url", URL));
        settings.forEach((key, value) -> all.put(PREFIX + key, value));
        SluiceConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(SluiceConfig.class)
                .withDefaultValues(all)
                .build()
                .getConfigMapping(SluiceConfig.class);
        return new PoolSettings("reports", config.pools().get("reports"), Map.of());
    }
}
