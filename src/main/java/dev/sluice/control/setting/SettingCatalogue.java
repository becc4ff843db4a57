package dev.sluice.control.setting;

import static dev.sluice.value.ValueSpec.optional;

import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.leak.LeakStacks;
import dev.sluice.time.SpanText;
import dev.sluice.value.ValueSpec;
import dev.sluice.value.ValueType;
import dev.sluice.value.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * All settings of a pool under {@code sluice.pools.<name>.}, each declared once: key, type, default, meaning, and
 * whether a request may give it. The permission of requests, the OpenAPI document, descriptions in JMX and the
 * reference are derived from these entries. A test compares them with the interface that reads the configuration.
 * Thread-safe.
 *
 * <p>A setting is for requests only if none of its values runs a statement, loads a class or opens a file. The rules of
 * the gate ({@code admission.…}) are declared in {@code control.policy}.
 */
public final class SettingCatalogue {

    /** The maximum time of the driver for the login, if nothing else is set. */
    public static final Duration LOGIN_TIMEOUT = Duration.ofSeconds(5);

    /** The maximum wait of the driver for an answer, if nothing else is set. */
    public static final Duration SOCKET_TIMEOUT = Duration.ofMinutes(5);

    private static final PoolConfig DEFAULTS = PoolConfig.builder().build();
    private static final int MOST = 10_000;
    private static final List<PoolSetting<?>> ALL = new ArrayList<>();

    static {
        database();
        sizes();
        timeouts();
        validation();
        sessions();
        watching();
    }

    private SettingCatalogue() {}

    private static void database() {
        request(optional("url", Values.text(), "JDBC URL of the database.", "jdbc:postgresql://db.example.com/orders"));
        request(optional("username", Values.text(), "User at the database.", "app"));
        request(optional("password", Values.text(), "Password of the user; not together with secret.", "…")
                .secret());
        request(optional("secret", Values.text(), "Name of a password under sluice.secrets.", "orders"));
        configuration("endpoints", "Hosts to which a request may move the pool with its stored username and password.");
        configuration("driver", "Class of the JDBC driver; by default the driver that accepts the URL.");
        configuration("driverProperties", "Properties that are passed to the driver, each by its own name.");
    }

    private static void sizes() {
        request(optional("minSize", Values.integer(0, MOST), "Minimum connections, kept without demand.", "5")
                .orElse(DEFAULTS.minSize() + ", or max-size if that is less"));
        request(optional("maxSize", Values.integer(1, MOST), "Maximum connections.", "20")
                .or(DEFAULTS.maxSize(), String.valueOf(DEFAULTS.maxSize())));
        duration("maxLifetime", DEFAULTS.maxLifetime(), "Maximum age of a connection; 0s for no limit.");
        request(optional("lifetimeJitter", Values.decimal(0, 1), "Share by which lifetimes differ, below 1.", "0.1")
                .or(DEFAULTS.lifetimeJitter(), String.valueOf(DEFAULTS.lifetimeJitter())));
        duration(
                "idleTimeout",
                DEFAULTS.idleTimeout(),
                "Idle time after which connections beyond the minimum are closed; 0s for never.");
    }

    private static void timeouts() {
        duration("acquisitionTimeout", DEFAULTS.acquisitionTimeout(), "Maximum wait of a caller; 0s for no limit.");
        derived(
                "shortestWait",
                text(DEFAULTS.shortestWait()) + ", at most acquisition-timeout",
                "Remaining time below which a caller is refused at once if the pool is full; 0s lets all callers wait.");
        derived(
                "connectTimeout",
                "the share of each host of the URL in login-timeout",
                "Maximum time of the driver for opening a socket, at least 100ms; 0s for the driver's default.");
        duration(
                "loginTimeout",
                LOGIN_TIMEOUT,
                "Maximum time of the driver for the login, at least 100ms; 0s for the driver's default.");
        duration(
                "socketTimeout",
                SOCKET_TIMEOUT,
                "Maximum wait of the driver for an answer, at least 100ms; 0s for no limit.");
        derived(
                "creationTimeout",
                text(DEFAULTS.creationTimeout()) + ", or login-timeout + 10s if that is set",
                "Maximum duration of a creation, at least login-timeout; 0s for no limit.");
    }

    private static void validation() {
        duration(
                "validateAfterIdle",
                DEFAULTS.validateAfterIdle(),
                "Idle time after which a connection is validated before use.");
        positive("validationTimeout", DEFAULTS.validationTimeout(), "Maximum duration of a validation.");
        configuration("validationQuery", "Statement that validates a connection; by default the driver validates.");
        positive(
                "probeAfter",
                DEFAULTS.probeAfter(),
                "Time without a working connection after which a reading of the pool has one validated.");
        request(duration(
                "probeWait",
                Values.duration(Duration.ZERO, PoolConfig.LONGEST_PROBE),
                DEFAULTS.probeWait(),
                "Maximum wait of a reading for that validation; 0s answers at once."));
        duration(
                "backgroundValidation",
                DEFAULTS.backgroundValidation(),
                "Interval at which idle connections are validated; 0s for never.");
        positive(
                "maintenanceInterval",
                DEFAULTS.maintenanceInterval(),
                "Time between two housekeeping runs of the pool.");
    }

    private static void sessions() {
        flag("transactions", true, "Whether connections take part in JTA transactions.");
        configuration("initialSql", "Statement that runs on each new connection, and again after each full reset.");
        request(optional(
                        "sessionReset",
                        Values.text(),
                        "Session state that the next holder must not see: transaction, full, or query with"
                                + " session-reset-query.",
                        "full")
                .or("transaction", "transaction"));
        configuration("sessionResetQuery", "Statement for session-reset = query.");
        flag("sessionResetBetweenTenants", true, "Whether sessions are reset in full between tenants.");
    }

    private static void watching() {
        duration(
                "leakThreshold",
                DEFAULTS.leakThreshold(),
                "Lease time after which a leak is reported; 0s for no detection.");
        request(optional(
                        "leakStacks",
                        Values.choice(LeakStacks.class),
                        "Acquires whose stack is captured for reports of leaks: OFF, SUSPECTS (after a leak), ALL.",
                        "SUSPECTS")
                .or(DEFAULTS.leakStacks(), DEFAULTS.leakStacks().name()));
        flag("verbose", false, "Whether the log has a line for each lease.");
        request(optional(
                        "maxWaiters",
                        Values.integer(0, Integer.MAX_VALUE),
                        "Maximum waiters; short for admission.max-waiters.",
                        "100")
                .orElse("no cap"));
        positive(
                "aging",
                DEFAULTS.admission().aging(),
                "Wait after which a waiter counts as one lane higher; short for admission.aging.");
    }

    private static void duration(String name, Duration otherwise, String description) {
        request(duration(name, Values.DURATION, otherwise, description));
    }

    private static void positive(String name, Duration otherwise, String description) {
        request(duration(name, Values.POSITIVE_DURATION, otherwise, description));
    }

    private static ValueSpec<Duration> duration(
            String name, ValueType<Duration> type, Duration otherwise, String description) {
        return optional(name, type, description, text(otherwise)).or(otherwise, text(otherwise));
    }

    /** Declares a duration whose default depends on other settings. */
    private static void derived(String name, String otherwise, String description) {
        request(optional(name, Values.DURATION, description, "5s").orElse(otherwise));
    }

    private static void flag(String name, boolean otherwise, String description) {
        String text = String.valueOf(otherwise);
        request(optional(name, Values.FLAG, description, text).or(otherwise, text));
    }

    /** Returns the duration in the spelling of settings, such as 30m. */
    private static String text(Duration duration) {
        return SpanText.exact(duration).replace(" ", "");
    }

    private static void request(ValueSpec<?> spec) {
        ALL.add(new PoolSetting<>(spec, true));
    }

    private static void configuration(String name, String description) {
        ALL.add(new PoolSetting<>(optional(name, Values.text(), description, "…"), false));
    }

    /** Returns all settings, in the order of the documentation. */
    public static List<PoolSetting<?>> all() {
        return List.copyOf(ALL);
    }

    /**
     * Returns the key of a setting, such as {@code max-size} for {@code maxSize}. A text that is no name of a setting,
     * such as a key or a rule of the gate, is returned as it is.
     */
    public static String keyOf(String name) {
        return ALL.stream()
                .filter(setting -> setting.spec().name().equals(name))
                .findFirst()
                .map(PoolSetting::key)
                .orElse(name);
    }

    /**
     * Returns the description of the setting.
     *
     * @param name the name in camel case
     */
    public static String description(String name) {
        return ALL.stream()
                .map(PoolSetting::spec)
                .filter(spec -> spec.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no setting " + name))
                .description();
    }
}
