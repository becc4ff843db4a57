package dev.sluice.control.operation;

import dev.sluice.pool.CloseMode;
import dev.sluice.pool.operation.LeaseSelector;
import dev.sluice.pool.operation.Pace;
import dev.sluice.pool.operation.Selector;
import dev.sluice.pool.store.Target;
import dev.sluice.value.ValueType;
import dev.sluice.value.Values;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads commands as people type them: the name of an operation, and {@code key=value} pairs separated by commas, with
 * the keys of the REST API; those of a new pool are the keys of a configuration. A comma in a value is written
 * {@code \,}. An order may have a {@code deadline} and an {@code idempotencyKey} among them, too. What is not understood
 * is refused with its name.
 */
public final class CommandText {

    private static final Pattern COMMA = Pattern.compile("(?<!\\\\),");
    private static final String CREATE_POOL = "create-pool";
    private static final String PERSIST = "persist";
    private static final String DEADLINE = "deadline";
    private static final String KEY = "idempotencyKey";
    private static final int MOST = 1000;
    private static final ValueType<String> NAME = Values.name(1000);
    private static final ValueType<Integer> SIZE = Values.integer(0, Integer.MAX_VALUE);
    private static final ValueType<Long> GENERATION = Values.wholeNumber(0, Long.MAX_VALUE);
    private static final ValueType<Commands.Flush> FLUSH = Values.choice(Commands.Flush.class);
    private static final ValueType<CloseMode> CLOSE_MODE = Values.choice(CloseMode.class);
    private static final Map<String, Form> FORMS = new LinkedHashMap<>();

    static {
        form("reset", text -> Commands.reset(text.flag("force", false)), "force");
        form(
                "expire",
                text -> Commands.expire(text.selector()),
                "olderThan",
                "idleFor",
                "name",
                "tag",
                "tenant",
                "generationBefore",
                "holder");
        form("renew", text -> Commands.renew(text.pace()), "atOnce", "perSecond", "mostFailures");
        form("fill", text -> Commands.fill(text.size("target")), "target");
        form("warm-up", text -> Commands.warmUp(text.size("target"), text.number("atOnce", 1, 2)), "target", "atOnce");
        form("validate", text -> Commands.validate());
        form("flush", text -> Commands.flush(FLUSH.read("mode", text.given("mode"))), "mode");
        form("release", text -> Commands.release(text.leases()), "connection", "heldFor", "tag", "tenant", "holder");
        form("resize", text -> Commands.resize(text.size("min"), text.size("max")), "min", "max");
        form("pause", text -> Commands.pause());
        form("resume", text -> Commands.resume());
        form("disable", text -> Commands.disable());
        form("enable", text -> Commands.enable());
        form("drain", text -> Commands.drain(text.patience()), "patience");
        form(
                "close",
                text -> Commands.close(CLOSE_MODE.readOr("mode", text.given("mode"), CloseMode.DRAIN), text.patience()),
                "mode",
                "patience");
        form("reset-statistics", text -> Commands.resetStatistics());
        form(
                "switch-endpoint",
                text -> Commands.switchEndpoint(text.target(true), text.patience()),
                "url",
                "username",
                "password",
                "writable",
                "patience");
        form(
                "rotate-credentials",
                text -> Commands.rotateCredentials(text.target(false), text.pace(), text.patience()),
                "username",
                "password",
                "atOnce",
                "perSecond",
                "mostFailures",
                "patience");
        FORMS.put(CREATE_POOL, new Form(CommandText::plan, null));
        form(
                "delete-pool",
                text -> Commands.deletePool(
                        CLOSE_MODE.readOr("mode", text.given("mode"), CloseMode.DRAIN),
                        text.patience(),
                        text.flag(PERSIST, false)),
                "mode",
                "patience",
                PERSIST);
    }

    /** How an operation is read, and the keys that it knows; null if it takes any, and looks at them itself. */
    private record Form(
            Function<CommandText, Command> reader, @Nullable List<String> keys) {

        void refuseStrangers(String operation, Set<String> given) {
            if (keys == null) {
                return;
            }
            String strangers = given.stream().filter(key -> !keys.contains(key)).collect(Collectors.joining(", "));
            if (!strangers.isEmpty()) {
                throw new IllegalArgumentException("parameters of " + operation + " do not include " + strangers
                        + (keys.isEmpty() ? "; it takes none" : "; known: " + String.join(", ", keys)));
            }
        }
    }

    private static void form(String operation, Function<CommandText, Command> reader, String... keys) {
        FORMS.put(operation, new Form(reader, List.of(keys)));
    }

    private final Map<String, String> parameters;

    private CommandText(Map<String, String> parameters) {
        this.parameters = parameters;
    }

    /** The names of all operations. */
    public static Set<String> names() {
        return FORMS.keySet();
    }

    /**
     * Reads an order: a command, and how it is to be carried out.
     *
     * @throws IllegalArgumentException that names what was not understood
     */
    public static Order order(String pool, String operation, String parameters, String actor, boolean dryRun) {
        Map<String, String> given = pairs(parameters);
        CommandText all = new CommandText(Map.copyOf(given));
        given.keySet().removeAll(Set.of(DEADLINE, KEY));
        return new Order(pool, read(operation, given), actor, dryRun, all.deadline(), all.key());
    }

    private @Nullable Duration deadline() {
        return Values.POSITIVE_DURATION.readIfGiven(DEADLINE, given(DEADLINE));
    }

    private @Nullable String key() {
        String key = given(KEY);
        if (key != null && (key.isBlank() || key.length() > Order.LONGEST_KEY)) {
            throw new IllegalArgumentException(KEY + " must have 1 to " + Order.LONGEST_KEY + " characters");
        }
        return key;
    }

    /**
     * Reads a command.
     *
     * @throws IllegalArgumentException that names what was not understood
     */
    public static Command read(String operation, String parameters) {
        return read(operation, pairs(parameters));
    }

    private static Command read(String operation, Map<String, String> given) {
        Form form = FORMS.get(operation);
        if (form == null) {
            throw new IllegalArgumentException(
                    "operation must be one of " + String.join(", ", names()) + ": '" + operation + "'");
        }
        form.refuseStrangers(operation, given.keySet()); // first: a typo is more than what it makes look missing
        return form.reader().apply(new CommandText(given));
    }

    /**
     * Takes {@code key=value} pairs apart, for whoever knows what their keys mean.
     *
     * @throws IllegalArgumentException if it is something else, or a key is there twice
     */
    public static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : text.isBlank() ? new String[0] : COMMA.split(text)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? "" : pair.substring(0, equals).trim();
            String value = pair.substring(equals + 1).trim().replace("\\,", ",");
            if (key.isEmpty() || pairs.put(key, value) != null) {
                throw new IllegalArgumentException("parameters must be key=value, separated by commas, each key once;"
                        + " a comma in a value is written \\,");
            }
        }
        return pairs;
    }

    /**
     * Reads the settings of a pool that is to be.
     *
     * @param given settings that are known already
     * @param more others, and persist, as parameters
     * @throws IllegalArgumentException that names what was not understood
     */
    public static Command createPool(Map<String, String> given, String more) {
        Map<String, String> all = new LinkedHashMap<>(given);
        pairs(more).forEach((key, value) -> {
            if (all.put(key, value) != null) {
                throw new BadSetting(key, "is given twice");
            }
        });
        return new CommandText(all).plan();
    }

    private Command plan() {
        Map<String, String> settings = new LinkedHashMap<>(parameters);
        settings.remove(PERSIST);
        return Commands.createPool(settings, flag(PERSIST, false));
    }

    private @Nullable String given(String key) {
        return parameters.get(key);
    }

    private boolean flag(String key, boolean otherwise) {
        return Values.FLAG.readOr(key, given(key), otherwise);
    }

    private @Nullable Integer size(String key) {
        return SIZE.readIfGiven(key, given(key));
    }

    private int number(String key, int least, int otherwise) {
        return Values.integer(least, MOST).readOr(key, given(key), otherwise);
    }

    private @Nullable Duration duration(String key) {
        return Values.DURATION.readIfGiven(key, given(key));
    }

    private Duration patience() {
        return Values.DURATION.readOr("patience", given("patience"), Commands.PATIENCE);
    }

    private @Nullable String name(String key) {
        return NAME.readIfGiven(key, given(key));
    }

    private Pace pace() {
        double perSecond = Values.decimal(0, MOST).readOr("perSecond", given("perSecond"), 0.0);
        return new Pace(number("atOnce", 1, 1), perSecond, number("mostFailures", 0, 0));
    }

    private Map<String, String> tags() {
        return Values.TAG.readOr("tag", given("tag"), Map.of());
    }

    private LeaseSelector leases() {
        return new LeaseSelector(given("connection"), duration("heldFor"), tags(), name("tenant"), name("holder"));
    }

    private Selector selector() {
        return new Selector(
                duration("olderThan"),
                duration("idleFor"),
                name("name"),
                tags(),
                name("tenant"),
                GENERATION.readIfGiven("generationBefore", given("generationBefore")),
                name("holder"));
    }

    private Target target(boolean moves) {
        String url = moves ? given("url") : null;
        if (moves && url == null) {
            throw new IllegalArgumentException("url must be given: missing");
        }
        return new Target(url, given("username"), given("password"), moves && flag("writable", true));
    }
}
