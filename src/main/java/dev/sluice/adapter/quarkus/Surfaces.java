package dev.sluice.adapter.quarkus;

import dev.sluice.adapter.rest.DeadlineHeader;
import io.quarkus.arc.Unremovable;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.arc.properties.UnlessBuildProperty;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Refuses a start whose switch of a surface differs from that of the build. Quarkus decides at the build which beans and
 * paths an application has, so that a later change would have no effect.
 */
@Singleton
public class Surfaces {

    static final String HTTP = "sluice.http.enabled";
    static final String EVERY_PATH = "sluice.http.every-path";
    static final String HEALTH = "sluice.health.enabled";
    static final String METRICS = "sluice.metrics.enabled";
    static final String TRACING = "sluice.tracing.enabled";
    static final String CONSOLE = "sluice.console.enabled";
    static final String MECHANISMS = "sluice.security.mechanisms";

    private static final int BEFORE_POOLS = 50;

    /**
     * A surface that the build has included.
     *
     * @param key the key of its switch
     */
    record Built(String key) {}

    @Produces
    @Singleton
    @Unremovable
    @IfBuildProperty(name = HTTP, stringValue = "true")
    Built http() {
        return new Built(HTTP);
    }

    @Produces
    @Singleton
    @Unremovable
    @IfBuildProperty(name = EVERY_PATH, stringValue = "true")
    Built everyPath() {
        return new Built(EVERY_PATH);
    }

    @Produces
    @Singleton
    @Unremovable
    @IfBuildProperty(name = HEALTH, stringValue = "true")
    Built health() {
        return new Built(HEALTH);
    }

    @Produces
    @Singleton
    @Unremovable
    @IfBuildProperty(name = METRICS, stringValue = "true")
    Built metrics() {
        return new Built(METRICS);
    }

    @Produces
    @Singleton
    @Unremovable
    @IfBuildProperty(name = TRACING, stringValue = "true")
    Built tracing() {
        return new Built(TRACING);
    }

    @Produces
    @Singleton
    @Unremovable
    @IfBuildProperty(name = CONSOLE, stringValue = "true")
    Built console() {
        return new Built(CONSOLE);
    }

    @Produces
    @Singleton
    @Unremovable
    @UnlessBuildProperty(name = DeadlineHeader.KEY, stringValue = "", enableIfMissing = false)
    Built deadlineHeader() {
        return new Built(DeadlineHeader.KEY);
    }

    @Produces
    @Singleton
    @Unremovable
    @IfBuildProperty(name = MECHANISMS, stringValue = "true")
    Built mechanisms() {
        return new Built(MECHANISMS);
    }

    void check(@Observes @Priority(BEFORE_POOLS) StartupEvent event, @Any Instance<Built> built, SluiceConfig config) {
        Set<String> keys = built.stream().map(Built::key).collect(Collectors.toSet());
        checkHeader(keys, config.deadline().header().isPresent());
        check(
                keys,
                Map.of(
                        HTTP, config.http().enabled(),
                        EVERY_PATH, config.http().everyPath(),
                        HEALTH, config.health().enabled(),
                        METRICS, config.metrics().enabled(),
                        TRACING, config.tracing().enabled(),
                        CONSOLE, config.console().enabled(),
                        MECHANISMS, config.security().mechanisms()));
    }

    /** Refuses a header for deadlines without the filter that reads it, and the filter without its header. */
    static void checkHeader(Set<String> built, boolean isSet) {
        if (isSet != built.contains(DeadlineHeader.KEY)) {
            throw new BadConfiguration(DeadlineHeader.KEY + " is " + (isSet ? "set" : "not set")
                    + " now, in contrast to the build of the application, which decides; build it "
                    + (isSet ? "with" : "without") + " the key");
        }
    }

    /** Refuses the first switch, in alphabetical order, that is not what the build had. */
    static void check(Set<String> built, Map<String, Boolean> switches) {
        new TreeMap<>(switches).forEach((key, isOn) -> {
            if (isOn != built.contains(key)) {
                throw new BadConfiguration(key + " is " + isOn + " now, and was not at the build of the application,"
                        + " which decides; build it with " + key + "=" + isOn
                        + (isOn ? ", written as true" : ", or without it"));
            }
        });
        if (built.contains(CONSOLE) && !built.contains(HTTP)) {
            throw new BadConfiguration(CONSOLE + " is true, and " + HTTP
                    + " is false: the console reads its data from the" + " REST interface; enable both, or none");
        }
    }
}
