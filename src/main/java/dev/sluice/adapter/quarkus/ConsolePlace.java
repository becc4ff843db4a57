package dev.sluice.adapter.quarkus;

import dev.sluice.adapter.console.ConsoleSite;
import dev.sluice.adapter.rest.ApiRoot;
import dev.sluice.value.Values;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.Config;

/** The places of the console and of the REST interface, which the console needs. Thread-safe. */
@ApplicationScoped
@IfBuildProperty(name = Surfaces.CONSOLE, stringValue = "true")
public class ConsolePlace implements ConsoleSite {

    private static final String PATH = "sluice.console.path";
    private static final String MANAGED = "sluice.http.management";
    private static final String ROOT_PATH = "quarkus.http.root-path";

    private final Instance<ApiRoot> api;
    private final String path;
    private final boolean isManaged;

    @Inject
    ConsolePlace(Config config, Instance<ApiRoot> api) {
        this.api = api;
        String root = config.getOptionalValue(ROOT_PATH, String.class).orElse("/");
        String given = config.getOptionalValue(PATH, String.class).orElse("");
        path = withoutSlash(root) + Values.URL_PATH.read(PATH, given);
        isManaged = Values.FLAG.read(MANAGED, config.getValue(MANAGED, String.class));
    }

    private static String withoutSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String api() {
        return api.get().path();
    }

    @Override
    public boolean isManaged() {
        return isManaged;
    }
}
