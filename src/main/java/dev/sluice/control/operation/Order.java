package dev.sluice.control.operation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A command for one pool, and how it is to be carried out.
 *
 * @param pool the pool's name
 * @param command what is to be done
 * @param actor who asks, for the record
 * @param dryRun whether only to tell what would be done
 * @param deadline how long it may take, or null
 * @param key by which a repeated request is known to be the same one, or null
 */
public record Order(
        String pool,
        Command command,
        String actor,
        boolean dryRun,
        @Nullable Duration deadline,
        @Nullable String key) {

    /** How many characters a key may have. */
    public static final int LONGEST_KEY = 200;

    /** Of that actor, to be done, without a deadline. */
    public static Order of(String pool, Command command, String actor) {
        return new Order(pool, command, actor, false, null, null);
    }

    /** Whether a request that brings the same key means the same. */
    boolean isSameAs(Order other) {
        return pool.equals(other.pool) && command.equals(other.command) && dryRun == other.dryRun;
    }
}
