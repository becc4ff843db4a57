package dev.sluice.adapter.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.jdbc.SessionRules;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.leak.LeakStacks;
import dev.sluice.time.SpanText;
import dev.sluice.value.ShownUrl;
import io.agroal.api.transaction.TransactionIntegration;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithConverter;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class BadConfigurationTest {

    private static final String POOL = "sluice.pools.orders.";

    private static PoolSettings settings(Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(Map.of(POOL + "url", "jdbc:h2:mem:bad"));
        all.putAll(properties);
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(SluiceConfig.class)
                .withDefaultValues(all)
                .build();
        SluiceConfig sluice = config.getConfigMapping(SluiceConfig.class);
        return new PoolSettings("orders", sluice.pools().get("orders"), sluice.secrets());
    }

    private static void read(Map<String, String> properties) {
        PoolSettings settings = settings(properties);
        settings.rules(PoolConfig.builder().build());
        String url = properties.getOrDefault(POOL + "url", "jdbc:h2:mem:bad");
        settings.timeouts(url);
        settings.sessionRules();
        settings.loadTestSql();
        settings.sessions(url, TransactionIntegration.none());
    }

    @ParameterizedTest(name = "{0} = {1}")
    @DisplayName("M29: a value that makes no sense is refused, with the key and the value named")
    @CsvSource({
        "max-size, 0",
        "max-size, -3",
        "min-size, -1",
        "min-size, 30",
        "creation-timeout, PT4S",
        "shortest-wait, PT5.001S",
        "url, jdbc:unknown:somewhere",
        "url, postgresql://localhost/x",
        "url, jdbc:postgresql://localhost:notaport/x",
        "session-reset, thorough",
        "session-reset-query, discard all",
        "validation-query, '  '",
        "driver, com.example.NoSuchDriver",
        "driver, java.lang.String",
    })
    void namesKeyAndValue(String key, String value) {
        assertThatThrownBy(() -> read(Map.of(POOL + key, value)))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageContaining(POOL + key)
                .hasMessageContaining(shown(key, value));
    }

    /** Returns what a refusal shows of a value: of a URL its listed parts, and no statement. */
    private static String shown(String key, String value) {
        return key.equals("url") ? ShownUrl.of(value) : key.endsWith("query") ? "" : readable(value);
    }

    @Test
    @DisplayName("X10 a statement for load tests is refused without text, and with a name that orders could not have")
    void loadTestSql() {
        assertThat(settings(Map.of(POOL + "load-test-sql.lookup", "select 1")).loadTestSql())
                .containsExactly(Map.entry("lookup", "select 1"));
        assertThatThrownBy(() -> read(Map.of(POOL + "load-test-sql.lookup", "  ")))
                .isInstanceOf(BadConfiguration.class)
                .hasMessage(POOL + "load-test-sql.lookup is blank");
        assertThatThrownBy(() -> read(Map.of(POOL + "load-test-sql.\"a b\"", "select 1")))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageStartingWith(POOL + "load-test-sql has a name that is not of 1 to 50 letters");
    }

    /** Tells when its code has run. */
    static final class Initialised {
        static {
            System.setProperty("sluice.test.initialised", "true");
        }
    }

    @Test
    @DisplayName("a class that is no driver is refused before any of its code runs")
    void notInitialised() {
        String name = Initialised.class.getName();
        assertThatThrownBy(() -> read(Map.of(POOL + "driver", name)))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageContaining(POOL + "driver is neither");
        assertThat(System.getProperty("sluice.test.initialised")).isNull();
    }

    @ParameterizedTest(name = "{0} = {1}")
    @DisplayName("a rule of the gate that makes no sense is refused, with the key and the value named")
    @CsvSource({
        "admission.fairness, fair",
        "admission.overtaking, -1",
        "admission.overtaking, many",
        "admission.aging, PT0S",
        "admission.aging, soon",
        "admission.max-waiters, -1",
        "admission.max-waiters-by-lane.low, -1",
        "admission.max-waiters-by-lane.lowest, 1",
        "admission.enforce-caps, perhaps",
        "admission.reserved.high, -1",
        "admission.reserved.high, some",
        "admission.reserved-for-nested, -1",
        "admission.refuse-nested, no",
        "admission.fail-fast, yes",
        "admission.shedding.target, long",
        "admission.tenants.acme.cap, 0",
        "'admission.tenants.\"a b\".weight', 0",
        "admission.other-tenants.burst, -1",
        "max-waiters, -1",
    })
    void namesRules(String key, String value) {
        assertThatThrownBy(() -> read(Map.of(POOL + key, value)))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageStartingWith(POOL + key + " ")
                .hasMessageContaining(key.contains("lowest") ? "the lanes are" : value);
    }

    @ParameterizedTest(name = "{0} = {1}")
    @DisplayName("B5 a setting of a pool outside its type or range is refused, with the key, the value and the rule")
    @CsvSource({
        "transactions, perhaps, true or false",
        "transactions, yes, true or false",
        "transactions, TRUE, true or false",
        "verbose, 2, true or false",
        "verbose, 1, true or false",
        "session-reset-between-tenants, perhaps, true or false",
        "max-lifetime, -PT1S, from 0 s to 36500 days",
        "acquisition-timeout, -PT1S, from 0 s to 36500 days",
        "acquisition-timeout, 5 parsecs, 'must be a duration from 0 s to 36500 days, such as 500ms, 30s'",
        "connect-timeout, soon, 'must be 0s, or a duration from 100 ms'",
        "connect-timeout, PT0.099S, 'must be 0s, or a duration from 100 ms'",
        "login-timeout, 1ms, 'must be 0s, or a duration from 100 ms'",
        "socket-timeout, PT0.000000001S, 'must be 0s, or a duration from 100 ms'",
        "max-size, many, must be a whole number",
        "max-size, 5.0, must be a whole number",
        "lifetime-jitter, 1.5, must be a number from 0 to less than 1",
        "validation-timeout, PT0S, from 1 ms to 36500 days",
        "maintenance-interval, PT0S, from 1 ms to 36500 days",
        "aging, PT0S, from 1 ms to 36500 days",
        "lifetime-jitter, 1, must be a number from 0 to less than 1",
        "session-reset, thorough, 'must be one of transaction, full, query'",
        "lifetime-jitter, some, must be a number from 0 to less than 1",
        "leak-stacks, most, 'must be one of OFF, SUSPECTS, ALL'",
        "max-waiters, 1e3, must be a whole number",
    })
    void namesKeyValueAndRuleOfPools(String key, String value, String rule) {
        assertThatThrownBy(() -> settings(Map.of(POOL + key, value)))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageStartingWith(POOL + key + " ")
                .hasMessageContaining(rule)
                .hasMessageEndingWith(": '" + value + "'");
    }

    @ParameterizedTest(name = "{0} = {1}")
    @DisplayName("B5 a setting outside its type or range is refused, with the key, the value and the rule")
    @CsvSource({
        "adopt-datasources, off, true or false",
        "start-timeout, -1s, from 0 s to 36500 days",
        "start-timeout, soon, must be a duration",
        "start-timeout, PT999999999H, to 36500 days",
        "shutdown-timeout, -PT1S, from 0 s",
        "http.path, internal/sluice, a path of at most 200",
        "http.path, /a/../b, a path of at most 200",
        "http.management, perhaps, true or false",
        "http.limits.enabled, 1, true or false",
        "http.limits.enabled, yes, true or false",
        "http.limits.unread-bytes, 0, at least 1",
        "http.limits.unread-bytes, 16MB, number of bytes",
        "http.limits.unread-timeout, 0s, from 1 ms",
        "http.limits.header-timeout, -1s, from 1 ms",
        "http.limits.keep-alive, soon, must be a duration",
        "http.limits.body-timeout, -PT1S, from 1 ms",
        "http.hosts, pools.example:8080, without a port",
        "http.hosts, 'pools.example,*', without a port",
        "http.limits.followers, 0, from 1 to 10000",
        "max-pools, 0, from 1 to 10000",
        "max-pools, many, from 1 to 10000",
        "diagnosis.frameworks, 'org hibernate', the beginning of a class name",
        "diagnosis.frameworks, 'org.hibernate.,1st.', the beginning of a class name",
        "batch.sql, on, true or false",
        "batch.most-running, 0, from 1 to 10000",
        "batch.most-running, many, from 1 to 10000",
        "batch.most-bytes, -1, at least 1",
        "batch.most-bytes, 0, at least 1",
        "batch.most-bytes, 4 GB, number of bytes",
        "batch.directory, pom.xml, must be a directory",
        "batch.directory, pom.xml/rows, must be a directory",
        "batch.distributed, maybe, true or false",
        "batch.distributed-workers, 0, from 1 to 10000",
        "batch.distributed-workers, -1, from 1 to 10000",
        "batch.distributed-poll, 0s, from 1 ms",
        "batch.distributed-heartbeat, -1s, from 1 ms",
        "pools-file, no-such-directory/pools.properties, must be in a directory that exists",
        "pools-file, src, is a directory",
        "endpoints.cache.size, 0, from 1 to 10000",
        "endpoints.cache.size, 100000, from 1 to 10000",
        "endpoints.cache.tls, 1, true or false",
        "endpoints.cache.keep-alive, yes, true or false",
        "endpoints.cache.retry-min, 0s, from 1 ms",
        "endpoints.cache.retry-max, -1s, from 1 ms",
        "endpoints.cache.connect-timeout, -1s, from 0 s",
        "endpoints.cache.read-timeout, -1s, from 0 s",
        "endpoints.cache.write-timeout, -1s, from 0 s",
        "endpoints.cache.acquisition-timeout, -1s, from 0 s",
        "endpoints.cache.leak-threshold, -1s, from 0 s",
    })
    void namesKeyValueAndRule(String key, String value, String rule) {
        Map<String, String> properties = new HashMap<>(Map.of("sluice.endpoints.cache.address", "cache:6379"));
        properties.put("sluice." + key, value);
        assertThatThrownBy(() -> read(properties))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining("sluice." + key)
                .hasMessageContaining(value)
                .hasMessageContaining(rule);
    }

    @Test
    @DisplayName("B5 every flag is read by the converter that takes true and false only")
    void everyFlagIsStrict() {
        List<String> lenient = new ArrayList<>();
        groups().forEach(group -> flagsOf(group, lenient));
        assertThat(groups())
                .contains(PoolMapping.class, AdmissionMapping.ShareMapping.class, HttpMapping.ClientLimits.class);
        assertThat(lenient).isEmpty();
    }

    private static void flagsOf(Class<?> group, List<String> lenient) {
        for (Method setting : group.getDeclaredMethods()) {
            String type = setting.getAnnotatedReturnType().toString();
            WithConverter converter = setting.getAnnotation(WithConverter.class);
            boolean strict = converter != null && converter.value() == SettingTypes.Flag.class
                    || type.contains(SettingTypes.Flag.class.getSimpleName());
            if ((setting.getReturnType() == boolean.class || type.contains("java.lang.Boolean")) && !strict) {
                lenient.add(group.getSimpleName() + "." + setting.getName());
            }
        }
    }

    /** Returns the configuration and all groups of settings in it, in this and in other files. */
    private static Set<Class<?>> groups() {
        Set<Class<?>> groups = new LinkedHashSet<>();
        addGroup(SluiceConfig.class, groups);
        return groups;
    }

    private static void addGroup(Type type, Set<Class<?>> groups) {
        if (type instanceof ParameterizedType generic) {
            List.of(generic.getActualTypeArguments()).forEach(each -> addGroup(each, groups));
        } else if (type instanceof Class<?> group
                && group.getPackage() == SluiceConfig.class.getPackage()
                && groups.add(group)) {
            List.of(group.getDeclaredMethods()).forEach(each -> addGroup(each.getGenericReturnType(), groups));
        }
    }

    @Test
    @DisplayName("B5 a driver that counts in seconds takes no timeout with a fraction of one")
    void wholeSeconds() {
        for (String key : List.of("connect-timeout", "login-timeout", "socket-timeout")) {
            PoolSettings settings = settings(Map.of(POOL + key, "1500ms"));
            assertThatThrownBy(() -> settings.timeouts("jdbc:postgresql://db/orders"))
                    .isInstanceOf(BadConfiguration.class)
                    .hasMessage(POOL + key + " must be whole seconds, because the driver counts in seconds: 1500 ms");
            settings.timeouts("jdbc:mariadb://db/orders");
        }
    }

    @Test
    @DisplayName("B5 the default shortest wait gives way to a short acquisition timeout")
    void shortestWaitGivesWay() {
        assertThat(settings(Map.of(POOL + "acquisition-timeout", "20ms"))
                        .rules(PoolConfig.builder().build())
                        .shortestWait())
                .isEqualTo(Duration.ofMillis(20));
        assertThat(settings(Map.of(POOL + "acquisition-timeout", "0s", POOL + "shortest-wait", "1m"))
                        .rules(PoolConfig.builder().build())
                        .shortestWait())
                .isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    @DisplayName("rules that leave nothing for some callers, and incomplete rules, are refused")
    void namesGroups() {
        assertThatThrownBy(() -> read(Map.of(POOL + "admission.reserved.high", "20")))
                .isInstanceOf(BadConfiguration.class)
                .hasMessage(POOL + "admission.reserved must be less than max-size (20): 20");
        assertThatThrownBy(() -> read(Map.of(POOL + "admission.tenants.a.floor", "21")))
                .hasMessage(POOL + "admission.tenants floors must not exceed max-size (20): 21");
        assertThatThrownBy(() -> read(Map.of(POOL + "admission.shedding.target", "1s")))
                .hasMessageStartingWith(POOL + "admission.shedding.interval is missing");
        assertThatThrownBy(() -> read(Map.of(POOL + "admission.aging", "1s", POOL + "aging", "2s")))
                .hasMessage(POOL + "admission.aging and " + POOL + "aging are both set");
        assertThatThrownBy(() -> read(Map.of(POOL + "admission.tenants.a.ceiling", "1")))
                .hasMessageContaining(POOL + "admission.tenants.a.ceiling");
    }

    @Test
    @DisplayName("a missing query that is required is refused, and a query without a use")
    void namesMissingQuery() {
        assertThatThrownBy(() -> read(Map.of(POOL + "session-reset", "query")))
                .isInstanceOf(BadConfiguration.class)
                .hasMessage(POOL + "session-reset-query is required if session-reset is 'query'");
        assertThatThrownBy(() -> read(Map.of(POOL + "session-reset", "full", POOL + "session-reset-query", "x")))
                .isInstanceOf(BadConfiguration.class)
                .hasMessage(POOL + "session-reset-query is allowed only if session-reset is 'query'");
    }

    @Test
    @DisplayName("the reset of sessions can be configured")
    void sessionRules() {
        assertThat(settings(Map.of()).sessionRules()).isEqualTo(SessionRules.DEFAULT);
        assertThat(settings(Map.of(POOL + "session-reset", "full")).sessionRules())
                .isEqualTo(SessionRules.of(SessionRules.Mode.FULL));
        assertThat(settings(Map.of(
                                POOL + "session-reset",
                                "query",
                                POOL + "session-reset-query",
                                "discard temp",
                                POOL + "session-reset-between-tenants",
                                "false"))
                        .sessionRules())
                .isEqualTo(new SessionRules(SessionRules.Mode.QUERY, "discard temp", false));
    }

    /** Durations are told in the words of {@link Duration}. */
    private static String readable(String value) {
        return value.contains("PT") ? SpanText.exact(Duration.parse(value)) : value;
    }

    @ParameterizedTest(name = "{0} = {1}")
    @DisplayName("a value of the wrong type is refused, with the key and the value named")
    @CsvSource({"acquisition-timeout, soon", "max-size, many", "lifetime-jitter, a bit", "leak-stacks, sometimes"})
    void namesMalformedValues(String key, String value) {
        assertThatThrownBy(() -> read(Map.of(POOL + key, value)))
                .hasMessageContaining(POOL + key)
                .hasMessageContaining(value);
    }

    @ParameterizedTest
    @DisplayName("X15 leak-stacks is off, suspects or all")
    @CsvSource({"off, OFF", "suspects, SUSPECTS", "all, ALL"})
    void leakStacks(String value, LeakStacks stacks) {
        assertThat(settings(Map.of(POOL + "leak-stacks", value))
                        .rules(PoolConfig.builder().build())
                        .leakStacks())
                .isEqualTo(stacks);
    }

    @Test
    @DisplayName("a key that does not exist is refused, and named")
    void namesUnknownKeys() {
        assertThatThrownBy(() -> read(Map.of(POOL + "max-sice", "3"))).hasMessageContaining(POOL + "max-sice");
    }

    @Test
    @DisplayName("a refused URL does not give away its password")
    void masksPasswords() {
        assertThatThrownBy(() -> read(Map.of(POOL + "url", "jdbc:nope:x?user=me&password=geheim")))
                .hasMessageContaining("jdbc:…")
                .hasMessageNotContaining("geheim");
    }

    @Test
    @DisplayName("a setting that is not configured has its default")
    void defaults() {
        assertThat(settings(Map.of()).rules(PoolConfig.builder().build()))
                .isEqualTo(PoolConfig.builder().build());
    }

    @Test
    @DisplayName("A maximum below 10 is the default of the minimum, too, however much the pool had without it")
    void smallMaximum() {
        PoolConfig base = PoolConfig.builder().build();
        assertThat(settings(Map.of(POOL + "max-size", "5")).rules(base).minSize())
                .isEqualTo(5);
        assertThat(settings(Map.of(POOL + "max-size", "50")).rules(base).minSize())
                .isEqualTo(10);
        assertThatThrownBy(() -> settings(Map.of(POOL + "max-size", "5", POOL + "min-size", "6"))
                        .rules(base))
                .hasMessage(POOL + "min-size must not exceed max-size (5): 6");
    }

    @ParameterizedTest
    @ValueSource(strings = {"max-lifetime", "idle-timeout", "leak-threshold", "background-validation"})
    @DisplayName(
            "A limit shorter than the maintenance interval takes effect in time, unless the interval is configured")
    void timely(String key) {
        PoolConfig defaults = PoolConfig.builder().build();
        assertThat(settings(Map.of(POOL + key, "500ms")).rules(defaults).maintenanceInterval())
                .isEqualTo(Duration.ofMillis(250));
        assertThat(settings(Map.of(POOL + key, "1h")).rules(defaults).maintenanceInterval())
                .isEqualTo(defaults.maintenanceInterval());
        assertThat(settings(Map.of(POOL + key, "500ms", POOL + "maintenance-interval", "7s"))
                        .rules(defaults)
                        .maintenanceInterval())
                .isEqualTo(Duration.ofSeconds(7));
    }
}
