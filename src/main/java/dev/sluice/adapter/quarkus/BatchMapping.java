package dev.sluice.adapter.quarkus;

import dev.sluice.adapter.quarkus.SettingTypes.Bytes;
import dev.sluice.adapter.quarkus.SettingTypes.Count;
import dev.sluice.adapter.quarkus.SettingTypes.Flag;
import dev.sluice.adapter.quarkus.SettingTypes.Positive;
import dev.sluice.adapter.quarkus.SettingTypes.WritableDirectory;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings under {@code sluice.batch}: limits of batches ordered over REST or JMX, and distributed batches. */
public interface BatchMapping {

    /**
     * Returns whether such a batch may bring a statement or query, which runs with the rights of the pool's user.
     * The demonstration and the application's own handlers are always permitted.
     */
    @WithDefault("false")
    @WithConverter(Flag.class)
    boolean sql();

    /** Maximum number of batches that run at the same time. */
    @WithDefault("4")
    @WithConverter(Count.class)
    int mostRunning();

    /** The directory of sent and failed rows while a batch is known; by default the one for temporary files. */
    Optional<@WithConverter(WritableDirectory.class) Path> directory();

    /** Maximum size of a file of rows, in bytes. */
    @WithDefault("4294967296")
    @WithConverter(Bytes.class)
    long mostBytes();

    /** Returns whether this process works on distributed batches of any origin. */
    @WithDefault("false")
    @WithConverter(Flag.class)
    boolean distributed();

    /** The pools whose distributed batches this process works on. */
    @WithDefault("default")
    List<String> distributedPools();

    /** Number of workers for each of these pools. */
    @WithDefault("4")
    @WithConverter(Count.class)
    int distributedWorkers();

    /** Interval between two searches for work after a search without result. */
    @WithDefault("1s")
    @WithConverter(Positive.class)
    Duration distributedPoll();

    /** Interval between two heartbeats. After four missed heartbeats other processes take over the begun work. */
    @WithDefault("10s")
    @WithConverter(Positive.class)
    Duration distributedHeartbeat();
}
