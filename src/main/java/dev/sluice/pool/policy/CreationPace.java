package dev.sluice.pool.policy;

import static dev.sluice.value.ValueSpec.optional;

import dev.sluice.value.BadValue;
import dev.sluice.value.ValueSpec;
import dev.sluice.value.Values;
import java.time.Duration;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The maximum rate of creations, because each login is work for the server.
 *
 * @param perPool the rate of this pool, or null for no limit
 * @param perServer the rate of all pools of this process with the same server, or null for no limit; the lowest such
 *     rate of these pools holds
 * @param ramp the time after an outage in which the rates grow from one a second to their limits; zero for none
 */
public record CreationPace(@Nullable Rate perPool, @Nullable Rate perServer, Duration ramp) {

    private static final ValueSpec<Duration> RAMP = optional(
                    "ramp",
                    Values.duration(Duration.ZERO, Duration.ofHours(1)),
                    "Time after an outage in which the rates grow from one a second to their limits; 0s for none.",
                    "1m")
            .or(Duration.ofSeconds(30), "30s");

    /** The declaration of this policy. */
    public static final PolicyDeclaration<CreationPace> DECLARATION = new PolicyDeclaration<>(
            "creationPace",
            "Limits the rate of creations, by pool and by database server, with a ramp after an outage.",
            CreationPace.class,
            List.<ValueSpec<?>>of(
                    optional("perPool", Rate.TYPE, "Maximum rate of creations of the pool.", "5/s+10")
                            .orElse("no limit"),
                    optional(
                                    "perServer",
                                    Rate.TYPE,
                                    "Maximum rate of creations of all pools of this process with the same server;"
                                            + " of several rates the lowest holds.",
                                    "20/s+20")
                            .orElse("no limit"),
                    RAMP));

    /** Checks the values. */
    public CreationPace {
        RAMP.check(ramp);
        if (perPool == null && perServer == null) {
            throw BadValue.of("perPool", "is missing: give at least one of per-pool and per-server");
        }
    }

    /** Returns the limits in words: {@code pool 5/s+10, server db.example:5432 20/s+20}. */
    public String words(String server) {
        StringJoiner words = new StringJoiner(", ");
        if (perPool != null) {
            words.add("pool " + perPool);
        }
        if (perServer != null) {
            words.add("server " + server + " " + perServer);
        }
        return words.toString();
    }
}
