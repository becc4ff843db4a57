package dev.sluice.adapter.identity;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * The paths of the three probes, which need no credentials.
 *
 * @param names the names of the probes by their paths, without a slash at the end
 */
record ProbePaths(Map<String, String> names) {

    static ProbePaths of(Config config) {
        String root = within(value(config, "quarkus.http.root-path", "/"), "");
        String other = within(value(config, "quarkus.http.non-application-root-path", "q"), root);
        String health = within(value(config, "quarkus.smallrye-health.root-path", "health"), other);
        return new ProbePaths(Stream.of("live", "ready", "started")
                .collect(Collectors.toUnmodifiableMap(probe -> within(probe, health), Function.identity())));
    }

    private static String value(Config config, String key, String otherwise) {
        return config.getOptionalValue(key, String.class).orElse(otherwise);
    }

    /** Returns a path, which is below another one unless it begins with a slash; without a slash at its end. */
    private static String within(String path, String root) {
        String whole = path.startsWith("/") ? path : root + "/" + path;
        return whole.endsWith("/") ? whole.substring(0, whole.length() - 1) : whole;
    }

    /** Returns the name of the probe at a path, or null. */
    @Nullable
    String probe(String path) {
        return names.get(path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
    }
}
