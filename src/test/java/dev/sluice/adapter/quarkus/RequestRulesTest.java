package dev.sluice.adapter.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.adapter.logging.CapturedLog;
import dev.sluice.control.operation.PoolPlan;
import dev.sluice.control.setting.BadSetting;
import dev.sluice.pool.failure.StoredCredentialsStay;
import dev.sluice.pool.failure.TargetNotAllowed;
import dev.sluice.testing.PasswordCatcher;
import dev.sluice.value.BadValue;
import io.agroal.api.transaction.TransactionIntegration;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@DisplayName("The plan of a pool in a request")
@Tag("fast")
class RequestRulesTest {

    private static final String POOL = "jdbc:postgresql://db/orders";

    private static SluiceConfig config(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(SluiceConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build()
                .getConfigMapping(SluiceConfig.class);
    }

    private static PoolMapping read(Map<String, String> configured, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of("url", "jdbc:h2:mem:x"));
        all.putAll(settings);
        SluiceConfig config = config(configured);
        List<String> urls = Stream.concat(
                        Stream.of("jdbc:h2:mem:sluice"),
                        config.pools().values().stream().flatMap(pool -> pool.url().stream()))
                .toList();
        RequestTargets targets = new RequestTargets(
                config, () -> urls, host -> List.of(InetAddress.getByAddress(new byte[] {10, 1, 2, 3})));
        targets.check();
        return new RequestRules(new CredentialPlaces(config), targets).read(new PoolPlan("reports", all, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "initial-sql",
                "initialSql",
                "INITIAL_SQL",
                "initial_sql",
                "initial%2dsql",
                "\"initial-sql\"",
                " initial-sql",
                "initial-sql\n",
                "driver",
                "DRIVER",
                "driver-properties.socketFactory",
                "driverProperties.socketFactory",
                "driver-properties.\"a b\"",
                "session-reset-query",
                "sessionResetQuery",
                "validation-query",
                "validationQuery",
                "endpoints",
                "endpoints[0]"
            })
    @DisplayName("has no setting that runs a statement, loads a class or opens hosts, in any spelling")
    void settings(String key) {
        assertThatThrownBy(() -> read(Map.of(), Map.of(key, "select 1")))
                .isInstanceOfSatisfying(
                        BadValue.class, bad -> assertThat(letters(key)).startsWith(letters(bad.name())))
                .hasMessageContaining("can be set in the configuration only");
    }

    private static String letters(String key) {
        return key.replace("%2d", "").toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z]", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"username", "password"})
    @DisplayName("has no user and no password with a control character, after which a server would read settings")
    void controlCharacters(String key) {
        assertThatThrownBy(() -> read(Map.of(), Map.of(key, "app\0options\0-c work_mem=1MB")))
                .isInstanceOfSatisfying(
                        BadValue.class, bad -> assertThat(bad.name()).isEqualTo(key))
                .hasMessageContaining("must not have control characters")
                .hasMessageNotContaining("work_mem");
    }

    @Test
    @DisplayName("has any setting that does no harm")
    void harmless() {
        PoolMapping pool = read(
                Map.of(),
                Map.of("max-size", "3", "session-reset", "full", "admission.tenants.acme.cap", "2", "verbose", "true"));
        assertThat(pool.maxSize()).hasValue("3");
    }

    @Test
    @DisplayName("has no setting that was not judged: every setting of a pool is either listed or refused by name")
    void judged() {
        Set<String> refused = new TreeSet<>();
        for (var method : PoolMapping.class.getMethods()) {
            String key = method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
            try {
                read(Map.of(), Map.of(key, "1"));
            } catch (BadSetting e) {
                if (String.valueOf(e.getMessage()).contains("configuration only, and not with a request")) {
                    refused.add(key);
                }
            } catch (RuntimeException e) {
                // a value that makes no sense for it
            }
        }
        assertThat(refused)
                .containsExactly(
                        "driver",
                        "driver-properties",
                        "endpoints",
                        "initial-sql",
                        "load-test-sql",
                        "session-reset-query",
                        "validation-query");
    }

    @Test
    @DisplayName("sends a secret only to hosts that the configuration names for it")
    void secrets() {
        Map<String, String> configured = Map.of(
                "sluice.secrets.orders", "hunter2",
                "sluice.secrets.other", "hunter3",
                "sluice.secret-hosts.orders", "replica,third:5433",
                "sluice.targets.allow", "jdbc:postgresql://evil/,jdbc:postgresql://third/",
                "sluice.pools.orders.url", POOL,
                "sluice.pools.orders.secret", "orders",
                "sluice.pools.orders.endpoints", "fourth");
        for (String host : new String[] {"db", "replica", "third:5433", "fourth", "db,replica"}) {
            read(configured, Map.of("url", "jdbc:postgresql://" + host + "/x", "secret", "orders", "username", "app"));
        }
        for (String host : new String[] {"evil", "third", "db,evil"}) {
            Map<String, String> settings =
                    Map.of("url", "jdbc:postgresql://" + host + "/x", "secret", "orders", "username", "app");
            assertThatThrownBy(() -> read(configured, settings)).isInstanceOf(StoredCredentialsStay.class);
        }
        assertThatThrownBy(() -> read(configured, Map.of("url", "jdbc:postgresql://fifth/x", "username", "app")))
                .isInstanceOf(TargetNotAllowed.class);
        read(configured, Map.of("url", "jdbc:postgresql://evil/x", "username", "app", "password", "brought"));
        assertThatThrownBy(() -> read(configured, Map.of("url", POOL, "secret", "other", "username", "app")))
                .isInstanceOf(StoredCredentialsStay.class);
        assertThatCode(() -> read(configured, Map.of("url", "jdbc:h2:mem:x", "secret", "other")))
                .doesNotThrowAnyException();
    }

    @Test
    @DisplayName("does not log in with a password that the service's user keeps in a file of the driver")
    void ambientPassword(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("pgpass"), "*:*:*:*:hunter2\n");
        file.toFile().setReadable(false, false);
        file.toFile().setReadable(true, true);
        String before = System.setProperty("org.postgresql.pgpassfile", file.toString());
        try (PasswordCatcher evil = new PasswordCatcher()) {
            assertThat(logIn(evil, new PoolSettings("reports", read(Map.of(), Map.of()), Map.of(), false)))
                    .containsExactly("hunter2"); // what the driver does by itself
            assertThat(logIn(evil, new PoolSettings("reports", read(Map.of(), Map.of()), Map.of(), true)))
                    .doesNotContain("hunter2");
        } finally {
            if (before == null) {
                System.clearProperty("org.postgresql.pgpassfile");
            } else {
                System.setProperty("org.postgresql.pgpassfile", before);
            }
        }
    }

    private static List<String> logIn(PasswordCatcher server, PoolSettings settings) {
        int before = server.passwords().size();
        var sessions =
                settings.sessions(server.url(), TransactionIntegration.none()).connectionFactoryConfiguration();
        Properties properties = new Properties();
        properties.setProperty("user", "app");
        sessions.credentials()
                .forEach(credential -> properties.putAll(sessions.securityProviders().stream()
                        .map(provider -> provider.getSecurityProperties(credential))
                        .filter(java.util.Objects::nonNull)
                        .findFirst()
                        .orElseThrow()));
        assertThatThrownBy(() -> DriverManager.getConnection(server.url(), properties))
                .isInstanceOf(java.sql.SQLException.class);
        return server.passwords().subList(before, server.passwords().size());
    }

    @Test
    @DisplayName("has no setting of another pool: its URL with parameters that run code is not for requests")
    void otherPools() {
        String init = "jdbc:h2:mem:x;INIT=RUNSCRIPT FROM 'setup.sql'";
        assertThatThrownBy(() -> read(Map.of("sluice.pools.orders.url", init), Map.of("url", init)))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("'INIT'");
    }

    private static final Map<String, String> CODE = Map.of("sluice.targets.requests-may-run-code", "true");

    @Test
    @DisplayName("has what runs code if a switch with that name permits it, but no destinations for credentials")
    void code() {
        Map<String, String> settings = Map.of(
                "url", "jdbc:h2:file:/tmp/x;INIT=SELECT 1",
                "initial-sql", "select 1",
                "session-reset", "query",
                "session-reset-query", "select 2",
                "validation-query", "select 3",
                "driver-properties.x", "y",
                "driver", "org.h2.Driver");
        assertThat(read(CODE, settings).initialSql()).hasValue("select 1");
        for (String key : new String[] {"endpoints", "endpoints[0]", "END_POINTS"}) {
            assertThatThrownBy(() -> read(CODE, Map.of(key, "evil.example")))
                    .isInstanceOfSatisfying(
                            BadValue.class, bad -> assertThat(bad.name()).isEqualTo("endpoints"))
                    .hasMessageContaining("can be set in the configuration only");
        }
        assertThatThrownBy(() -> read(CODE, Map.of("url", "jdbc:postgresql://evil/x")))
                .isInstanceOf(TargetNotAllowed.class);
    }

    @Test
    @DisplayName("names a class of a driver only with the switch, and only one that is configured or registered")
    void drivers() {
        String loud = "dev.sluice.adapter.quarkus.BadConfigurationTest$Initialised";
        assertThatThrownBy(() -> read(CODE, Map.of("driver", loud)))
                .isInstanceOf(BadSetting.class)
                .hasMessage("driver must be a class that the configuration names, or a registered driver");
        assertThat(System.getProperty("sluice.test.initialised")).isNull();
        Map<String, String> configured = new HashMap<>(CODE);
        configured.put("sluice.pools.orders.driver", "org.h2.jdbcx.JdbcDataSource");
        assertThat(read(configured, Map.of("driver", "org.h2.jdbcx.JdbcDataSource"))
                        .driver())
                .isPresent();
    }

    @Test
    @DisplayName("refuses the start if a target for requests makes no sense, with the key and the value")
    void targets() {
        assertThatThrownBy(() -> read(Map.of("sluice.targets.allow", "db,user@db"), Map.of()))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageStartingWith("sluice.targets.allow must be host or host:port ")
                .hasMessageEndingWith(", or a JDBC URL: (not shown)");
        assertThatThrownBy(
                        () -> read(Map.of("sluice.targets.allow", "jdbc:postgresql://db/x?password=hunter2"), Map.of()))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageStartingWith("sluice.targets.allow must not have a user")
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> read(Map.of("sluice.targets.requests-may-run-code", "yes"), Map.of()))
                .hasMessageContaining("sluice.targets.requests-may-run-code");
    }

    @Test
    @DisplayName("makes the start warn while it may run code")
    void warning() {
        try (CapturedLog log = new CapturedLog(RequestTargets.class.getName(), Level.ALL)) {
            read(Map.of(), Map.of());
            assertThat(log.with("requests-may-run-code")).isEmpty();
            read(CODE, Map.of());
            assertThat(log.with("sluice.targets.requests-may-run-code is true"))
                    .singleElement()
                    .asString()
                    .contains("can run code as the user of this service");
        }
    }

    @Test
    @DisplayName("refuses the start if a place for credentials makes no sense, with the key and the value")
    void places() {
        assertThatThrownBy(() -> check(Map.of("sluice.secret-hosts.orders", "db")))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageContaining("sluice.secret-hosts.orders is set, and sluice.secrets.orders is not");
        assertThatThrownBy(() -> check(Map.of("sluice.secrets.orders", "x", "sluice.secret-hosts.orders", "db:x")))
                .isInstanceOf(BadConfiguration.class)
                .hasMessage(
                        "sluice.secret-hosts.orders must be host or host:port with a port from 1 to 65535, such as db.example.com:5432 or [::1]:5432, with an IPv4 address as four decimal numbers, or a JDBC URL: 'db:x'");
        assertThatThrownBy(() -> check(Map.of("sluice.pools.orders.endpoints", "db,user@db")))
                .isInstanceOf(BadConfiguration.class)
                .hasMessage(
                        "sluice.pools.orders.endpoints must be host or host:port with a port from 1 to 65535, such as db.example.com:5432 or [::1]:5432, with an IPv4 address as four decimal numbers, or a JDBC URL: (not shown)");
    }

    private static void check(Map<String, String> configured) {
        new CredentialPlaces(config(configured)).check();
    }
}
