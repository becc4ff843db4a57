package dev.sluice.control.operation;

import dev.sluice.control.operation.Command.Effort;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.PoolOperations;
import dev.sluice.pool.Secrets;
import dev.sluice.pool.operation.LeaseSelector;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.pool.operation.Pace;
import dev.sluice.pool.operation.Selector;
import dev.sluice.pool.store.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that can be asked of pools, by the names that every surface uses. */
public final class Commands {

    /** Default of the wait of operations for leases. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private Commands() {}

    /** A new generation; by force under whoever uses the old one. */
    public static Command reset(boolean force) {
        return command(OperationName.RESET, shown("force", force), (pool, context) -> pool.reset(force, context));
    }

    /** Retires what matches. */
    public static Command expire(Selector selector) {
        return command(OperationName.EXPIRE, selector(selector), (pool, context) -> pool.expire(selector, context));
    }

    /** Replaces all, at a pace. */
    public static Command renew(Pace pace) {
        return command(OperationName.RENEW, pace(pace), (pool, context) -> pool.renew(pace, context));
    }

    /** Creates up to the target, null for the maximum. */
    public static Command fill(@Nullable Integer target) {
        return command(
                OperationName.FILL,
                shown("target", target == null ? "max" : target),
                (pool, context) -> pool.fill(target == null ? pool.config().maxSize() : target, context));
    }

    /** Creates up to the target, null for the minimum, with a maximum of concurrent creations. */
    public static Command warmUp(@Nullable Integer target, int atOnce) {
        return command(
                OperationName.WARM_UP,
                shown("target", target == null ? "min" : target, "atOnce", atOnce),
                (pool, context) -> pool.warmUp(target == null ? pool.config().minSize() : target, atOnce, context));
    }

    /** Looks whether what is idle works. */
    public static Command validate() {
        return command(OperationName.VALIDATE, Map.of(), (pool, context) -> pool.validate(context));
    }

    /** Returns the command for a flush mode of Agroal. */
    public static Command flush(Flush mode) {
        return command(
                OperationName.FLUSH,
                shown("mode", mode),
                (pool, context) -> flush(pool, mode, context.named(OperationName.FLUSH)));
    }

    private static OperationReport flush(PoolOperations<?> pool, Flush mode, OperationContext context) {
        return switch (mode) {
            case ALL -> pool.reset(true, context);
            case GRACEFUL -> pool.reset(false, context);
            case IDLE -> pool.expire(new Selector(null, Duration.ZERO, null), context);
            case INVALID -> pool.validate(context);
            case LEAK -> pool.reclaimLeaks(context);
            case FILL -> pool.fill(pool.config().minSize(), context);
        };
    }

    /** The modes of Agroal's flush. */
    public enum Flush {
        /** Everything, under whoever uses it. */
        ALL,
        /** Closes idle connections. */
        IDLE,
        /** Closes idle connections that do not work. */
        INVALID,
        /** Breaks leases that are older than the leak threshold. */
        LEAK,
        /** Everything; what is in use when it is released. */
        GRACEFUL,
        /** Nothing: creates up to the minimum. */
        FILL
    }

    /** Takes one connection away from its holder. */
    public static Command release(@Nullable String connection) {
        return release(LeaseSelector.of(connection));
    }

    /** Takes every connection whose lease is selected away from its holder. */
    public static Command release(LeaseSelector selector) {
        return command(OperationName.RELEASE, selector(selector), (pool, context) -> pool.reclaim(selector, context));
    }

    /** Other sizes; null leaves one as it is. A larger minimum is filled, which takes steps. */
    public static Command resize(@Nullable Integer min, @Nullable Integer max) {
        if (min == null && max == null) {
            throw new IllegalArgumentException("max must be given, or min, or both: missing");
        }
        Map<String, String> shown = new LinkedHashMap<>();
        put(shown, "min", min);
        put(shown, "max", max);
        Effort effort = min == null ? Effort.NONE : Effort.STEPS;
        return command(OperationName.RESIZE, shown, effort, (pool, context) -> pool.resize(min, max, context));
    }

    /** Pauses admission: callers wait. */
    public static Command pause() {
        return command(OperationName.PAUSE, Map.of(), Effort.NONE, (pool, context) -> pool.pause(context));
    }

    /** Lets callers in again that waited. */
    public static Command resume() {
        return command(OperationName.RESUME, Map.of(), Effort.NONE, (pool, context) -> pool.resume(context));
    }

    /** Refuses callers. */
    public static Command disable() {
        return command(OperationName.DISABLE, Map.of(), Effort.NONE, (pool, context) -> pool.disable(context));
    }

    /** Takes callers again. */
    public static Command enable() {
        return command(OperationName.ENABLE, Map.of(), Effort.STEPS, (pool, context) -> pool.enable(context));
    }

    /** Refuses callers and waits for leases. */
    public static Command drain(Duration patience) {
        return command(
                OperationName.DRAIN, shown("patience", patience), (pool, context) -> pool.drain(patience, context));
    }

    /** Ends a pool for good. */
    public static Command close(CloseMode mode, Duration patience) {
        return command(
                OperationName.CLOSE,
                shown("mode", mode, "patience", patience),
                (pool, context) -> pool.close(mode, patience, context));
    }

    /** Returns a command that moves to another endpoint, if a request may name it: see {@link PoolOperations#admit}. */
    public static Command switchEndpoint(Target target, Duration patience) {
        Map<String, String> shown = target(target);
        shown.put("patience", patience.toString());
        return command(
                OperationName.SWITCH_ENDPOINT, shown, secrets(target), Effort.LONG_AND_TRIED, (pool, context) -> {
                    pool.admit(target);
                    return pool.switchEndpoint(target, patience, context);
                });
    }

    /** Changes the credentials. */
    public static Command rotateCredentials(Target target, Pace pace, Duration patience) {
        Map<String, String> shown = target(target);
        shown.putAll(pace(pace));
        shown.put("patience", patience.toString());
        return command(
                OperationName.ROTATE_CREDENTIALS,
                shown,
                secrets(target),
                Effort.LONG_AND_TRIED,
                (pool, context) -> pool.rotateCredentials(target, pace, patience, context));
    }

    /** Counts anew from here. */
    public static Command resetStatistics() {
        return command(
                OperationName.RESET_STATISTICS,
                Map.of(),
                Effort.NONE,
                (pool, context) -> pool.resetStatistics(context));
    }

    /**
     * Adds a pool of the name that the order has.
     *
     * @param settings what a configuration would have under {@code sluice.pools.<name>.}, by the rest of the key
     * @param persist whether it is to be there again after a restart
     */
    public static Command createPool(Map<String, String> settings, boolean persist) {
        Map<String, String> shown = new LinkedHashMap<>(new PoolPlan("", settings, persist).shown());
        put(shown, "persist", persist);
        return new Command(
                OperationName.CREATE_POOL.text(),
                shown,
                List.of(settings),
                Effort.LONG_AND_TRIED,
                (pools, name, context) -> pools.create(new PoolPlan(name, settings, persist), context));
    }

    /** Closes a pool and takes it out, also of where it is kept beyond a restart, if it was created to be. */
    public static Command deletePool(CloseMode mode, Duration patience, boolean persist) {
        return new Command(
                OperationName.DELETE_POOL.text(),
                shown("mode", mode, "patience", patience, "persist", persist),
                List.of(),
                Effort.LONG,
                (pools, name, context) -> pools.delete(name, mode, patience, persist, context));
    }

    /** The work on an existing pool. */
    private interface Deed {
        OperationReport on(PoolOperations<?> pool, OperationContext context);
    }

    private static Command command(OperationName name, Map<String, String> shown, Deed deed) {
        return command(name, shown, Effort.LONG, deed);
    }

    private static Command command(OperationName name, Map<String, String> shown, Effort effort, Deed deed) {
        return command(name, shown, List.of(), effort, deed);
    }

    private static Command command(
            OperationName name,
            Map<String, String> shown,
            List<? extends @Nullable Object> secrets,
            Effort effort,
            Deed deed) {
        return new Command(
                name.text(), shown, secrets, effort, (pools, pool, context) -> deed.on(pools.pool(pool), context));
    }

    private static Map<String, String> shown(Object... namesAndValues) {
        Map<String, String> shown = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            put(shown, namesAndValues[i].toString(), namesAndValues[i + 1]);
        }
        return shown;
    }

    private static void put(Map<String, String> shown, String name, @Nullable Object value) {
        if (value != null) {
            shown.put(name, value.toString());
        }
    }

    private static Map<String, String> selector(Selector selector) {
        Map<String, String> shown = new LinkedHashMap<>();
        put(shown, "olderThan", selector.olderThan());
        put(shown, "idleFor", selector.idleFor());
        put(shown, "name", selector.name());
        put(shown, "tag", selector.tags().isEmpty() ? null : selector.tags());
        put(shown, "tenant", selector.tenant());
        put(shown, "generationBefore", selector.before());
        put(shown, "holder", selector.holder());
        return shown;
    }

    private static Map<String, String> selector(LeaseSelector selector) {
        Map<String, String> shown = new LinkedHashMap<>();
        put(shown, "connection", selector.connection());
        put(shown, "heldFor", selector.heldFor());
        put(shown, "tag", selector.tags().isEmpty() ? null : selector.tags());
        put(shown, "tenant", selector.tenant());
        put(shown, "holder", selector.holder());
        return shown;
    }

    private static Map<String, String> pace(Pace pace) {
        return shown("atOnce", pace.atOnce(), "perSecond", pace.perSecond(), "mostFailures", pace.mostFailures());
    }

    private static Map<String, String> target(Target target) {
        Map<String, String> shown = new LinkedHashMap<>();
        put(shown, "url", target.url() == null ? null : Secrets.mask(target.url()));
        put(shown, "username", target.username());
        put(shown, "password", target.password() == null ? null : "***");
        if (target.url() != null) {
            put(shown, "writable", target.writable());
        }
        return shown;
    }

    private static List<@Nullable Object> secrets(Target target) {
        List<@Nullable Object> secrets = new ArrayList<>();
        secrets.add(target.url());
        secrets.add(target.password());
        return secrets;
    }
}
