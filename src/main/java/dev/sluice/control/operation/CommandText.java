package dev.sluice.control.operation;

import dev.sluice.control.policy.Durations;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.operation.Pace;
import dev.sluice.pool.operation.Selector;
import dev.sluice.pool.store.Target;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads commands as people type them: the name of an operation, and {@code key=value} pairs separated by commas, with
 * the keys of the REST API. What is not understood is refused with its name.
 */
public final class CommandText {

    private static final Map<String, Function<CommandText, Command>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("reset", text -> Commands.reset(text.flag("force", false)));
        COMMANDS.put("expire", text -> Commands.expire(text.selector()));
        COMMANDS.put("renew", text -> Commands.renew(text.pace()));
        COMMANDS.put("fill", text -> Commands.fill(text.number("target")));
        COMMANDS.put("warm-up", text -> Commands.warmUp(text.number("target"), text.number("atOnce", 2)));
        COMMANDS.put("validate", text -> Commands.validate());
        COMMANDS.put("flush", text -> Commands.flush(text.choice("mode", null, Commands.Flush.class)));
        COMMANDS.put("release", text -> Commands.release(text.take("connection")));
        COMMANDS.put("resize", text -> Commands.resize(text.number("min"), text.number("max")));
        COMMANDS.put("pause", text -> Commands.pause());
        COMMANDS.put("resume", text -> Commands.resume());
        COMMANDS.put("disable", text -> Commands.disable());
        COMMANDS.put("enable", text -> Commands.enable());
        COMMANDS.put("drain", text -> Commands.drain(text.patience()));
        COMMANDS.put(
                "close",
                text -> Commands.close(text.choice("mode", CloseMode.DRAIN, CloseMode.class), text.patience()));
        COMMANDS.put("reset-statistics", text -> Commands.resetStatistics());
        COMMANDS.put("switch-endpoint", text -> Commands.switchEndpoint(text.target(true), text.patience()));
        COMMANDS.put(
                "rotate-credentials",
                text -> Commands.rotateCredentials(text.target(false), text.pace(), text.patience()));
    }

    private final String operation;
    private final Map<String, String> left;

    private CommandText(String operation, Map<String, String> parameters) {
        this.operation = operation;
        this.left = parameters;
    }

    /** The names of all operations. */
    public static Set<String> names() {
        return COMMANDS.keySet();
    }

    /**
     * Reads a command.
     *
     * @throws IllegalArgumentException that names what was not understood
     */
    public static Command read(String operation, String parameters) {
        Function<CommandText, Command> command = COMMANDS.get(operation);
        if (command == null) {
            throw new IllegalArgumentException(
                    "operation must be one of " + String.join(", ", names()) + ": '" + operation + "'");
        }
        CommandText text = new CommandText(operation, pairs(parameters));
        Command read = command.apply(text);
        text.refuseTheRest();
        return read;
    }

    private static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : text.isBlank() ? new String[0] : text.split(",")) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? "" : pair.substring(0, equals).trim();
            if (key.isEmpty() || pairs.put(key, pair.substring(equals + 1).trim()) != null) {
                throw new IllegalArgumentException("parameters must be key=value, separated by commas, each key once");
            }
        }
        return pairs;
    }

    private void refuseTheRest() {
        if (!left.isEmpty()) {
            throw new IllegalArgumentException(
                    "parameters of " + operation + " do not include " + String.join(", ", left.keySet()));
        }
    }

    private @Nullable String take(String key) {
        return left.remove(key);
    }

    private boolean flag(String key, boolean otherwise) {
        String value = take(key);
        if (value == null || value.equals("true") || value.equals("false")) {
            return value == null ? otherwise : Boolean.parseBoolean(value);
        }
        throw bad(key, "must be true or false", value);
    }

    private @Nullable Integer number(String key) {
        String value = take(key);
        try {
            return value == null ? null : Integer.valueOf(value);
        } catch (NumberFormatException e) {
            throw bad(key, "must be a whole number", value);
        }
    }

    private int number(String key, int otherwise) {
        Integer number = number(key);
        return number == null ? otherwise : number;
    }

    private double decimal(String key) {
        String value = take(key);
        try {
            return value == null ? 0 : Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw bad(key, "must be a number", value);
        }
    }

    private @Nullable Duration duration(String key) {
        String value = take(key);
        Duration duration = value == null ? null : Durations.parse(value);
        if (value != null && duration == null) {
            throw bad(key, "must be a duration, as PT10M, 10m or 30s", value);
        }
        return duration;
    }

    private Duration patience() {
        Duration patience = duration("patience");
        return patience == null ? Commands.PATIENCE : patience;
    }

    private <E extends Enum<E>> E choice(String key, @Nullable E otherwise, Class<E> type) {
        String value = take(key);
        if (value == null && otherwise != null) {
            return otherwise;
        }
        return Arrays.stream(type.getEnumConstants())
                .filter(each -> each.name().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> bad(key, "must be one of " + Arrays.toString(type.getEnumConstants()), value));
    }

    private Pace pace() {
        return new Pace(number("atOnce", 1), decimal("perSecond"), number("mostFailures", 0));
    }

    private Selector selector() {
        String tag = take("tag");
        int colon = tag == null ? 0 : tag.indexOf(':');
        if (tag != null && colon < 1) {
            throw bad("tag", "must be key:value", tag);
        }
        Integer before = number("generationBefore");
        return new Selector(
                duration("olderThan"),
                duration("idleFor"),
                take("name"),
                tag == null ? Map.of() : Map.of(tag.substring(0, colon), tag.substring(colon + 1)),
                take("tenant"),
                before == null ? null : before.longValue(),
                take("holder"));
    }

    private Target target(boolean moves) {
        String url = moves ? take("url") : null;
        if (moves && url == null) {
            throw new IllegalArgumentException("url must be given: missing");
        }
        return new Target(url, take("username"), take("password"), moves && flag("writable", true));
    }

    private static IllegalArgumentException bad(String key, String rule, @Nullable String value) {
        return new IllegalArgumentException(key + " " + rule + ": " + (value == null ? "missing" : "'" + value + "'"));
    }
}
