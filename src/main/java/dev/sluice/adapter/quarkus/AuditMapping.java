package dev.sluice.adapter.quarkus;

import dev.sluice.adapter.quarkus.SettingTypes.Bytes;
import dev.sluice.adapter.quarkus.SettingTypes.Count;
import dev.sluice.adapter.quarkus.SettingTypes.Flag;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Settings under {@code sluice.audit}: the log of changes and denials. */
public interface AuditMapping {

    /** Returns whether changes and denials are recorded, if there is a directory for the files. */
    @WithDefault("true")
    @WithConverter(Flag.class)
    boolean enabled();

    /** The directory of the files, which is created if it is missing; without one there is no audit log. */
    Optional<Path> directory();

    /** Size in bytes at which a file is full (4096 or more). */
    @WithDefault("10485760")
    @WithConverter(Bytes.class)
    long fileBytes();

    /** Maximum number of full files; the oldest is deleted. */
    @WithDefault("10")
    @WithConverter(Count.class)
    int keptFiles();
}
