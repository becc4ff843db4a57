package dev.sluice.control.operation;

import dev.sluice.pool.CloseMode;
import dev.sluice.pool.operation.LeaseSelector;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.operation.Pace;
import dev.sluice.pool.operation.Selector;
import dev.sluice.pool.store.Target;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The commands of the catalogue with typed arguments, for tests. */
public final class Commands {

    private Commands() {}

    public static Command reset(boolean force) {
        return command(OperationName.RESET, "force", force);
    }

    public static Command expire(Selector selector) {
        return command(
                OperationName.EXPIRE,
                "olderThan",
                selector.olderThan(),
                "idleFor",
                selector.idleFor(),
                "name",
                selector.name(),
                "tag",
                tag(selector.tags()),
                "tenant",
                selector.tenant(),
                "generationBefore",
                selector.before(),
                "holder",
                selector.holder());
    }

    public static Command renew(Pace pace) {
        return command(
                OperationName.RENEW,
                "atOnce",
                pace.atOnce(),
                "perSecond",
                pace.perSecond(),
                "mostFailures",
                pace.mostFailures());
    }

    public static Command fill(@Nullable Integer target) {
        return command(OperationName.FILL, "target", target);
    }

    public static Command warmUp(@Nullable Integer target, int atOnce) {
        return command(OperationName.WARM_UP, "target", target, "atOnce", atOnce);
    }

    public static Command validate() {
        return command(OperationName.VALIDATE);
    }

    public static Command flush(FlushMode mode) {
        return command(OperationName.FLUSH, "mode", mode);
    }

    public static Command release(@Nullable String connection) {
        return release(LeaseSelector.of(connection));
    }

    public static Command release(LeaseSelector selector) {
        return command(
                OperationName.RELEASE,
                "connection",
                selector.connection(),
                "heldFor",
                selector.heldFor(),
                "tag",
                tag(selector.tags()),
                "tenant",
                selector.tenant(),
                "holder",
                selector.holder());
    }

    public static Command resize(@Nullable Integer min, @Nullable Integer max) {
        return command(OperationName.RESIZE, "min", min, "max", max);
    }

    public static Command pause() {
        return command(OperationName.PAUSE);
    }

    public static Command resume() {
        return command(OperationName.RESUME);
    }

    public static Command disable() {
        return command(OperationName.DISABLE);
    }

    public static Command enable() {
        return command(OperationName.ENABLE);
    }

    public static Command drain(Duration patience) {
        return command(OperationName.DRAIN, "patience", patience);
    }

    public static Command close(CloseMode mode, Duration patience) {
        return command(OperationName.CLOSE, "mode", mode, "patience", patience);
    }

    public static Command switchEndpoint(Target target, Duration patience) {
        return command(
                OperationName.SWITCH_ENDPOINT,
                "url",
                target.url(),
                "username",
                target.username(),
                "password",
                target.password(),
                "writable",
                target.writable(),
                "patience",
                patience);
    }

    public static Command rotateCredentials(Target target, Pace pace, Duration patience) {
        return command(
                OperationName.ROTATE_CREDENTIALS,
                "username",
                target.username(),
                "password",
                target.password(),
                "atOnce",
                pace.atOnce(),
                "perSecond",
                pace.perSecond(),
                "mostFailures",
                pace.mostFailures(),
                "patience",
                patience);
    }

    public static Command resetStatistics() {
        return command(OperationName.RESET_STATISTICS);
    }

    public static Command createPool(Map<String, String> settings, boolean persist) {
        Map<String, String> given = new LinkedHashMap<>(settings);
        given.put("persist", String.valueOf(persist));
        return OperationCatalogue.entry(OperationName.CREATE_POOL).command(given);
    }

    public static Command deletePool(CloseMode mode, Duration patience, boolean persist) {
        return command(OperationName.DELETE_POOL, "mode", mode, "patience", patience, "persist", persist);
    }

    private static @Nullable String tag(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag -> tag.getKey() + ":" + tag.getValue())
                .findFirst()
                .orElse(null);
    }

    private static Command command(OperationName operation, @Nullable Object... namesAndValues) {
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] != null) {
                given.put(String.valueOf(namesAndValues[i]), String.valueOf(namesAndValues[i + 1]));
            }
        }
        return OperationCatalogue.entry(operation).command(given);
    }
}
