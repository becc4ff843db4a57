package dev.sluice.control.operation;

import dev.sluice.access.Mechanism;
import dev.sluice.access.Principal;
import dev.sluice.access.Requester;
import dev.sluice.value.ValueType;
import dev.sluice.value.Values;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A command for one pool, with the manner of its execution.
 *
 * @param pool name of the pool
 * @param command the command
 * @param requester who asks, from where, over which surface
 * @param dryRun whether the operation only reports its effect
 * @param deadline maximum duration, or null
 * @param key the idempotency key, which identifies repetitions of the request by the same requester, or null
 */
public record Order(
        String pool,
        Command command,
        Requester requester,
        boolean dryRun,
        @Nullable Duration deadline,
        @Nullable String key) {

    private static final int LONGEST_WORDS = 500;
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    /** The idempotency keys. */
    public static final ValueType<String> KEYS = Values.name(200);

    /** Returns an order of that requester, without dry run, deadline and key. */
    public static Order of(String pool, Command command, Requester requester) {
        return new Order(pool, command, requester, false, null, null);
    }

    /** Returns an order of a part of the application that has the pools, which may do everything. */
    public static Order of(String pool, Command command, String application) {
        return of(pool, command, Requester.application(application));
    }

    /** Returns the requester in words, for the record. */
    public String actor() {
        return requester.words();
    }

    /** Returns the order on one line for the log and the events: the id, the actor and the parameters, no secrets. */
    String words(String id) {
        String given = command.arguments().stream()
                .map(each -> each.name() + "=" + each.words())
                .collect(Collectors.joining(", "));
        String words = id + " by " + actor() + (given.isEmpty() ? "" : ": " + given);
        String cut = words.length() <= LONGEST_WORDS ? words : words.substring(0, LONGEST_WORDS) + "…";
        return UNSAFE.matcher(cut).replaceAll("?");
    }

    /**
     * An idempotency key of one requester, so that no other learns of the order by the key, or can use the key up.
     *
     * @param by the way in which the identity is proven, or null without an identity
     * @param name the name of the requester
     * @param key the key as given
     */
    record OwnKey(@Nullable Mechanism by, String name, String key) {}

    /** Returns the key of this requester, or null without a key. */
    @Nullable
    OwnKey ownKey() {
        Principal principal = requester.principal();
        return key == null ? null : new OwnKey(principal == null ? null : principal.by(), requester.name(), key);
    }

    /** Returns whether a request with the same key means the same operation. */
    boolean isSameAs(Order other) {
        return pool.equals(other.pool) && command.equals(other.command) && dryRun == other.dryRun;
    }
}
