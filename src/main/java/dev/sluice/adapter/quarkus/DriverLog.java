package dev.sluice.adapter.quarkus;

import dev.sluice.adapter.logging.DriverLines;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Writes the log lines of drivers without values, if the configuration says so, from before the first connection. */
@Singleton
public class DriverLog {

    private static final int BEFORE_POOLS = 40;
    private static final int AFTER_POOLS = 20_000;

    private @Nullable DriverLines lines;

    void start(@Observes @Priority(BEFORE_POOLS) StartupEvent event, SluiceConfig config) {
        if (config.log().withoutDriverValues()) {
            lines = new DriverLines();
        }
    }

    void stop(@Observes @Priority(AFTER_POOLS) ShutdownEvent event) {
        DriverLines open = lines;
        if (open != null) {
            open.close();
        }
    }
}
