package dev.sluice.control.setting;

import static dev.sluice.value.ValueSpec.optional;

import dev.sluice.admission.GateRules;
import dev.sluice.pool.ConfigSettings;
import dev.sluice.time.SpanText;
import dev.sluice.value.ValueSpec;
import dev.sluice.value.ValueType;
import dev.sluice.value.Values;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * All settings of a pool under {@code sluice.pools.<name>.}, each declared once: key, type, default, meaning, and
 * whether a request may give it. {@link ConfigSettings} declares the settings that every kind of pool has; this class
 * adds those of a JDBC pool. The reader of the configuration, the permission of requests, the OpenAPI document,
 * descriptions in JMX and the reference are derived from these entries. Thread-safe.
 *
 * <p>A setting is for requests only if none of its values runs a statement, loads a class or opens a file. The rules of
 * the gate ({@code admission.…}) are declared in {@code control.policy}.
 */
public final class SettingCatalogue {

    /** The timeouts of a driver. A shorter one would silently become longer, because drivers cannot measure it. */
    private static final ValueType<Duration> DRIVER_TIMEOUT =
            Values.durationOrZero(Duration.ofMillis(100), Values.LONGEST);

    /** The maximum time of the driver for opening a socket. */
    public static final ValueSpec<Duration> CONNECT_TIMEOUT = optional(
                    "connectTimeout",
                    DRIVER_TIMEOUT,
                    "Maximum time of the driver for opening a socket; 0s for the driver's default.",
                    "5s")
            .orElse("the share of each host of the URL in login-timeout");

    /** The maximum time of the driver for the login. */
    public static final ValueSpec<Duration> LOGIN_TIMEOUT = driverTimeout(
            "loginTimeout",
            Duration.ofSeconds(5),
            "Maximum time of the driver for the login; 0s for the driver's default.");

    /** The maximum wait of the driver for an answer. */
    public static final ValueSpec<Duration> SOCKET_TIMEOUT = driverTimeout(
            "socketTimeout", Duration.ofMinutes(5), "Maximum wait of the driver for an answer; 0s for no limit.");

    /** The participation of connections in JTA transactions. */
    public static final ValueSpec<Boolean> TRANSACTIONS =
            flag("transactions", true, "Lets connections take part in JTA transactions.");

    /** The session state that the next holder must not see. */
    public static final ValueSpec<String> SESSION_RESET = optional(
                    "sessionReset",
                    Values.choice(List.of("transaction", "full", "query")),
                    "Session state that the next holder must not see: transaction, full, or query with"
                            + " session-reset-query.",
                    "full")
            .or("transaction", "transaction");

    /** The full reset of sessions between tenants. */
    public static final ValueSpec<Boolean> SESSION_RESET_BETWEEN_TENANTS =
            flag("sessionResetBetweenTenants", true, "Resets sessions in full between tenants.");

    /** The log lines of single leases. */
    public static final ValueSpec<Boolean> VERBOSE = flag("verbose", false, "Writes a log line for each lease.");

    /** The short form of the rule {@code max-waiters} of the gate. */
    public static final ValueSpec<Integer> MAX_WAITERS = shortFormOf(GateRules.MAX_WAITERS);

    /** The short form of the rule {@code aging} of the gate. */
    public static final ValueSpec<Duration> AGING = shortFormOf(GateRules.AGING);

    /** The settings whose default depends on other settings, with the words that say so. */
    private static final Map<ValueSpec<?>, String> DEPENDENT_DEFAULTS = Map.of(
            ConfigSettings.MIN_SIZE, ", or max-size if that is less",
            ConfigSettings.SHORTEST_WAIT, ", at most acquisition-timeout",
            ConfigSettings.CREATION_TIMEOUT, ", or login-timeout + 10s if that is set");

    private static final List<PoolSetting<?>> ALL = Stream.of(
                    database(), ConfigSettings.all().stream().map(SettingCatalogue::ofPool), sessions(), gate())
            .flatMap(settings -> settings)
            .toList();

    private SettingCatalogue() {}

    private static Stream<PoolSetting<?>> database() {
        return Stream.of(
                request(optional(
                        "url",
                        Values.JDBC_URL,
                        "JDBC URL of the database.",
                        "jdbc:postgresql://db.example.com/orders")),
                request(optional("username", Values.text(), "User at the database.", "app")),
                request(optional("password", Values.text(), "Password of the user; not together with secret.", "…")
                        .secret()),
                request(optional("secret", Values.text(), "Name of a password under sluice.secrets.", "orders")),
                configuration(
                        "endpoints",
                        "Hosts to which a request may move the pool with its stored username and password."),
                configuration("driver", "Class of the JDBC driver; by default the driver that accepts the URL."),
                configuration("driverProperties", "Properties that are passed to the driver, each by its own name."),
                request(CONNECT_TIMEOUT),
                request(LOGIN_TIMEOUT),
                request(SOCKET_TIMEOUT));
    }

    /** Returns a setting of every kind of pool, with the dependence of its default on other settings. */
    private static PoolSetting<?> ofPool(ValueSpec<?> setting) {
        String addition = DEPENDENT_DEFAULTS.get(setting);
        return request(addition == null ? setting : setting.orElse(setting.shownDefault() + addition));
    }

    private static Stream<PoolSetting<?>> sessions() {
        return Stream.of(
                configuration(
                        "validationQuery", "Statement that validates a connection; by default the driver validates."),
                request(TRANSACTIONS),
                configuration(
                        "initialSql", "Statement that runs on each new connection, and again after each full reset."),
                request(SESSION_RESET),
                configuration("sessionResetQuery", "Statement for session-reset = query."),
                request(SESSION_RESET_BETWEEN_TENANTS),
                configuration("loadTestSql", "Statements that a load test may run, each by its own name."));
    }

    private static Stream<PoolSetting<?>> gate() {
        return Stream.of(request(VERBOSE), request(MAX_WAITERS), request(AGING));
    }

    private static ValueSpec<Duration> driverTimeout(String name, Duration otherwise, String description) {
        return optional(name, DRIVER_TIMEOUT, description, text(otherwise)).or(otherwise, text(otherwise));
    }

    private static ValueSpec<Boolean> flag(String name, boolean otherwise, String description) {
        String text = String.valueOf(otherwise);
        return optional(name, Values.FLAG, description, text).or(otherwise, text);
    }

    /** Returns the duration in the spelling of settings, such as 30m. */
    private static String text(Duration duration) {
        return SpanText.exact(duration).replace(" ", "");
    }

    private static <T> ValueSpec<T> shortFormOf(ValueSpec<T> rule) {
        String words = rule.description() + " Short for admission." + rule.key() + ".";
        return new ValueSpec<>(
                rule.name(),
                rule.type(),
                rule.otherwise(),
                rule.shownDefault(),
                false,
                false,
                rule.isShown(),
                words,
                rule.example());
    }

    private static PoolSetting<?> request(ValueSpec<?> spec) {
        return new PoolSetting<>(spec, true);
    }

    private static PoolSetting<?> configuration(String name, String description) {
        return new PoolSetting<>(optional(name, Values.text(), description, "…"), false);
    }

    /** Returns all settings, in the order of the documentation. */
    public static List<PoolSetting<?>> all() {
        return ALL;
    }
}
