package dev.sluice.adapter.quarkus;

import dev.sluice.adapter.quarkus.SettingTypes.HeaderName;
import io.smallrye.config.WithConverter;
import java.util.Optional;

/** Settings under {@code sluice.deadline}: limits of waits from outside. */
public interface DeadlineMapping {

    /** The header of requests that limits the waits of their threads, see {@code DeadlineHeader}; by default none. */
    Optional<@WithConverter(HeaderName.class) String> header();
}
