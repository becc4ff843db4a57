package dev.sluice.control.operation;

import dev.sluice.pool.Secrets;
import dev.sluice.time.SpanText;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

    private static final int LONGEST_WORDS = 500;
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    /** Maximum number of characters of a key. */
    public static final int LONGEST_KEY = 200;

    /** Of that actor, to be done, without a deadline. */
    public static Order of(String pool, Command command, String actor) {
        return new Order(pool, command, actor, false, null, null);
    }

    /** Returns the order on one line for the log and the events: the id, the actor and the parameters, no secrets. */
    String words(String id) {
        String given = command.parameters().entrySet().stream()
                .map(each -> each.getKey() + "=" + readable(each.getValue()))
                .collect(Collectors.joining(", "));
        String masked = Secrets.mask(id + " by " + actor + (given.isEmpty() ? "" : ": " + given));
        String cut = masked.length() <= LONGEST_WORDS ? masked : masked.substring(0, LONGEST_WORDS) + "…";
        return UNSAFE.matcher(cut).replaceAll("?");
    }

    /** Returns a parameter as people read it: a duration not in ISO form. */
    private static String readable(String value) {
        try {
            return value.startsWith("PT") ? SpanText.exact(Duration.parse(value)) : value;
        } catch (DateTimeException e) {
            return value;
        }
    }

    /** Returns whether a request with the same key means the same operation. */
    boolean isSameAs(Order other) {
        return pool.equals(other.pool) && command.equals(other.command) && dryRun == other.dryRun;
    }
}
