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
import dev.sluice.value.BadValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The commands of the catalogue, by the names that every surface uses. */
public final class Commands {

    /** Default of the wait of operations for leases. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private Commands() {}

    /** Returns the command that replaces all connections, with force also those on lease. */
    public static Command reset(boolean force) {
        return command(OperationName.RESET, shown("force", force), (pool, context) -> pool.reset(force, context));
    }

    /** Returns the command that retires the selected connections. */
    public static Command expire(Selector selector) {
        return command(OperationName.EXPIRE, selector(selector), (pool, context) -> pool.expire(selector, context));
    }

    /** Returns the command that replaces all connections at a pace. */
    public static Command renew(Pace pace) {
        return command(OperationName.RENEW, pace(pace), (pool, context) -> pool.renew(pace, context));
    }

    /** Returns the command that creates connections up to the target; null is the maximum. */
    public static Command fill(@Nullable Integer target) {
        return command(
                OperationName.FILL,
                shown("target", target == null ? "max" : target),
                (pool, context) -> pool.fill(target == null ? pool.config().maxSize() : target, context));
    }

    /** Returns the command that creates connections up to the target (null: the minimum), {@code atOnce} at a time. */
    public static Command warmUp(@Nullable Integer target, int atOnce) {
        return command(
                OperationName.WARM_UP,
                shown("target", target == null ? "min" : target, "atOnce", atOnce),
                (pool, context) -> pool.warmUp(target == null ? pool.config().minSize() : target, atOnce, context));
    }

    /** Returns the command that validates idle connections. */
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
        /** Closes all connections, also those on lease. */
        ALL,
        /** Closes idle connections. */
        IDLE,
        /** Closes idle connections that do not work. */
        INVALID,
        /** Breaks leases that are older than the leak threshold. */
        LEAK,
        /** Closes idle connections now, and those on lease at their release. */
        GRACEFUL,
        /** Creates connections up to the minimum. */
        FILL
    }

    /** Returns the command that breaks the lease of one connection. */
    public static Command release(@Nullable String connection) {
        return release(LeaseSelector.of(connection));
    }

    /** Returns the command that breaks the selected leases. */
    public static Command release(LeaseSelector selector) {
        return command(OperationName.RELEASE, selector(selector), (pool, context) -> pool.reclaim(selector, context));
    }

    /** Returns the command that changes the sizes; null leaves one unchanged. A larger minimum is filled in steps. */
    public static Command resize(@Nullable Integer min, @Nullable Integer max) {
        if (min == null && max == null) {
            throw BadValue.of("max", "is missing: resize needs min, max or both");
        }
        Map<String, String> shown = new LinkedHashMap<>();
        put(shown, "min", min);
        put(shown, "max", max);
        Effort effort = min == null ? Effort.NONE : Effort.STEPS;
        return command(OperationName.RESIZE, shown, effort, (pool, context) -> pool.resize(min, max, context));
    }

    /** Returns the command that pauses admission: callers wait. */
    public static Command pause() {
        return command(OperationName.PAUSE, Map.of(), Effort.NONE, (pool, context) -> pool.pause(context));
    }

    /** Returns the command that ends a pause. */
    public static Command resume() {
        return command(OperationName.RESUME, Map.of(), Effort.NONE, (pool, context) -> pool.resume(context));
    }

    /** Returns the command that refuses callers. */
    public static Command disable() {
        return command(OperationName.DISABLE, Map.of(), Effort.NONE, (pool, context) -> pool.disable(context));
    }

    /** Returns the command that ends a refusal of callers. */
    public static Command enable() {
        return command(OperationName.ENABLE, Map.of(), Effort.STEPS, (pool, context) -> pool.enable(context));
    }

    /** Returns the command that refuses callers and waits for leases. */
    public static Command drain(Duration patience) {
        return command(
                OperationName.DRAIN, shown("patience", patience), (pool, context) -> pool.drain(patience, context));
    }

    /** Returns the command that closes a pool for good. */
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

    /** Returns the command that changes the credentials. */
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

    /** Returns the command that sets the counters to zero. */
    public static Command resetStatistics() {
        return command(
                OperationName.RESET_STATISTICS,
                Map.of(),
                Effort.NONE,
                (pool, context) -> pool.resetStatistics(context));
    }

    /**
     * Returns the command that creates a pool with the name in the order.
     *
     * @param settings the settings as in a configuration, by their keys below {@code sluice.pools.<name>.}
     * @param persist whether the pool is opened again at the next start
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

    /** Returns the command that closes and removes a pool; with {@code persist}, also for the next start. */
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
