package dev.sluice.access;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The paths of the service beside the REST interface, by the settings of Quarkus that move them. Quarkus decides these
 * paths at the build. If a setting has another value at run time than at the build, a moved probe needs credentials as
 * every other path does: no path becomes open that serves more than a probe. Immutable.
 *
 * @param health the path of all health checks
 * @param probes the names of the three probes by their paths
 * @param explorer the path of Swagger UI
 */
public record ServicePaths(String health, Map<String, String> probes, String explorer) {

    private static final String HEALTH = "quarkus.smallrye-health.";

    /**
     * Reads the settings.
     *
     * @param config returns the value of a key, or null
     */
    public static ServicePaths of(UnaryOperator<@Nullable String> config) {
        String root = within(value(config, "quarkus.http.root-path", "/"), "");
        return of(config, within(value(config, "quarkus.http.non-application-root-path", "q"), root));
    }

    /**
     * Reads the settings of the paths at the management interface of Quarkus.
     *
     * @param config returns the value of a key, or null
     */
    public static ServicePaths ofManagement(UnaryOperator<@Nullable String> config) {
        return of(config, within(value(config, "quarkus.management.root-path", "q"), ""));
    }

    private static ServicePaths of(UnaryOperator<@Nullable String> config, String other) {
        String health = within(value(config, HEALTH + "root-path", "health"), other);
        Map<String, String> probes = Map.of(
                within(value(config, HEALTH + "liveness-path", "live"), health), "live",
                within(value(config, HEALTH + "readiness-path", "ready"), health), "ready",
                within(value(config, HEALTH + "startup-path", "started"), health), "started");
        return new ServicePaths(health, probes, within(value(config, "quarkus.swagger-ui.path", "swagger-ui"), other));
    }

    private static String value(UnaryOperator<@Nullable String> config, String key, String otherwise) {
        String value = config.apply(key);
        return value == null || value.isBlank() ? otherwise : value.strip();
    }

    /** Returns a path, which is below another one unless it begins with a slash; without a slash at its end. */
    private static String within(String path, String root) {
        return withoutSlash(path.startsWith("/") ? path : root + "/" + path);
    }

    private static String withoutSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** Returns the name of the probe at a normalized path: live, ready or started; null for every other path. */
    public @Nullable String probe(String path) {
        return probes.get(withoutSlash(path));
    }

    /** Returns whether a normalized path is that of the health checks, or below it. */
    public boolean isHealth(String path) {
        return isBelow(path, health);
    }

    /** Returns whether a normalized path is that of Swagger UI, or below it. */
    public boolean isExplorer(String path) {
        return isBelow(path, explorer);
    }

    private static boolean isBelow(String path, String root) {
        return path.equals(root) || path.startsWith(root + "/");
    }
}
