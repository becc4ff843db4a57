package dev.sluice.adapter.rest;

import dev.sluice.value.Values;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.jboss.resteasy.reactive.server.core.Deployment;
import org.jspecify.annotations.Nullable;

/**
 * The path below which requests find this API: the path of all resources of the application ({@code
 * quarkus.http.root-path} and {@code quarkus.rest.path}), followed by {@value #KEY}. The resources themselves are at
 * {@value #INSIDE}, so that they never meet resources of an embedding application; {@link ResourcePaths} finds them.
 *
 * <p>Not a singleton, because filters are created before the application starts with its real configuration.
 */
@ApplicationScoped
@IfBuildProperty(name = "sluice.http.enabled", stringValue = "true")
public class ApiRoot {

    static final String KEY = "sluice.http.path";

    /** The first part of the paths of resources, inside the framework. Requests from outside do not find it. */
    static final String INSIDE = "/~sluice";

    private static final String NOWHERE = "/~nowhere";
    private static final Pattern MATRIX_PARAMETERS = Pattern.compile(";[^/]*");

    /** The first segments of the paths of all resources. */
    static final Set<String> FIRST = Set.of(
            "/pool",
            "/pools",
            OperationsResource.PATH,
            BatchesResource.PATH,
            AuditResource.PATH,
            IdentityResource.PATH,
            VerdictResource.PATH);

    private final Supplier<String> application;
    private final String path;

    @Inject
    ApiRoot(Config config) {
        this(ApiRoot::ofApplication, pathIn(config));
    }

    /**
     * Creates a root.
     *
     * @param application returns the path of all resources of the application, without a slash at its end
     * @param path the path below that of the application, without a slash at its end
     */
    ApiRoot(Supplier<String> application, String path) {
        this.application = application;
        this.path = path;
    }

    /** Returns the value of {@value #KEY}, without a slash at its end. */
    static String pathIn(Config config) {
        return config.getOptionalValue(KEY, String.class)
                .map(text -> Values.URL_PATH.read(KEY, text))
                .orElse("");
    }

    private static String ofApplication() {
        Deployment deployment = ResteasyReactiveRecorder.getCurrentDeployment();
        return deployment == null ? "" : deployment.getPrefix();
    }

    /** Returns the part of a path below this root, such as {@code /pools/orders}; null for paths of others. */
    @Nullable
    String below(String request) {
        String plain = MATRIX_PARAMETERS.matcher(request).replaceAll("");
        String root = path();
        if (!plain.startsWith(root + "/")) {
            return null;
        }
        String below = plain.substring(root.length());
        int end = below.indexOf('/', 1);
        return FIRST.contains(end < 0 ? below : below.substring(0, end)) ? below : null;
    }

    /** Returns the path of this API, without a slash at its end. */
    public String path() {
        return application.get() + path;
    }

    /** Returns the path of this API below the path of all resources of the application. */
    String pathInApplication() {
        return path;
    }

    /** Returns the path at which the framework finds the resource. */
    String inside(String below) {
        return application.get() + INSIDE + below;
    }

    /** Returns a path without any resource if a request names the path of resources inside the framework. */
    @Nullable
    String nowhere(String request) {
        String hidden = application.get() + INSIDE;
        String plain = MATRIX_PARAMETERS.matcher(request).replaceAll("");
        return plain.equals(hidden) || plain.startsWith(hidden + "/") ? application.get() + NOWHERE : null;
    }

    /** Returns a path of a resource, or its template, without the part inside the framework. */
    static String withoutInside(String path) {
        int at = path.indexOf(INSIDE);
        return at < 0 ? path : path.substring(at + INSIDE.length());
    }
}
