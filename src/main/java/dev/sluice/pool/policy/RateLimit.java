package dev.sluice.pool.policy;

import static dev.sluice.value.ValueSpec.optional;

import dev.sluice.admission.Priority;
import dev.sluice.value.BadValue;
import dev.sluice.value.ValueSpec;
import dev.sluice.value.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The maximum rate of acquires. A caller needs a token of each bucket that concerns it: that of the pool, of its lane,
 * of its tenant and of each of its tags. A caller without one is refused at once, and takes no slot.
 *
 * @param pool the rate of all callers together, or null for no limit
 * @param byLane the rates of lanes, or null
 * @param byTenant the rates of tenants, or null
 * @param byTag the rates of tags, or null; {@code user:*} gives each value of the key its own bucket
 * @param mode whether callers are refused, or only counted
 */
public record RateLimit(
        @Nullable Rate pool,
        @Nullable NamedRates byLane,
        @Nullable NamedRates byTenant,
        @Nullable NamedRates byTag,
        PolicyMode mode) {

    /** The declaration of this policy. */
    public static final PolicyDeclaration<RateLimit> DECLARATION = new PolicyDeclaration<>(
            "rateLimit",
            "Refuses acquires beyond a rate, by pool, lane, tenant and tag.",
            RateLimit.class,
            List.<ValueSpec<?>>of(
                    optional("pool", Rate.TYPE, "Maximum rate of all acquires of the pool.", "100/s+10")
                            .orElse("no limit"),
                    optional(
                                    "byLane",
                                    NamedRates.type("low:5/s background:30/m", "lanes", RateLimit::isLane),
                                    "Maximum rates of lanes; * for each lane that is not named.",
                                    "background:5/s")
                            .orElse("no limit"),
                    optional(
                                    "byTenant",
                                    NamedRates.type(
                                            "acme:10/s+5 *:2/s",
                                            "names of 1 to 100 characters, without control characters",
                                            RateLimit::isTenant),
                                    "Maximum rates of tenants; * for each tenant that is not named.",
                                    "acme:10/s+5 *:2/s")
                            .orElse("no limit"),
                    optional(
                                    "byTag",
                                    NamedRates.type(
                                            "feature:report:5/s user:*:2/s",
                                            "tags without control characters",
                                            RateLimit::isTag),
                                    "Maximum rates of tags, as key:value:rate; * for each value that is not named.",
                                    "user:*:2/s+5")
                            .orElse("no limit"),
                    optional(
                                    "mode",
                                    Values.choice(PolicyMode.class),
                                    "ENFORCE: callers beyond a rate are refused; OBSERVE: they are only counted.",
                                    "OBSERVE")
                            .or(PolicyMode.ENFORCE, PolicyMode.ENFORCE.name())));

    /** Checks that there is a rate. */
    public RateLimit {
        if (Stream.of(pool, byLane, byTenant, byTag).allMatch(Objects::isNull)) {
            throw BadValue.of("pool", "is missing: give at least one of pool, by-lane, by-tenant and by-tag");
        }
    }

    /** Returns the limits in words: {@code pool 100/s+10, by lane low:5/s+5}. */
    public String words() {
        StringJoiner words = new StringJoiner(", ");
        add(words, "pool", pool);
        add(words, "by lane", byLane);
        add(words, "by tenant", byTenant);
        add(words, "by tag", byTag);
        return words.toString();
    }

    private static void add(StringJoiner words, String name, @Nullable Object rates) {
        if (rates != null) {
            words.add(name + " " + rates);
        }
    }

    private static boolean isLane(String name) {
        return name.equals(NamedRates.OTHERS)
                || Arrays.stream(Priority.values())
                        .anyMatch(lane -> lane.name().toLowerCase(Locale.ROOT).equals(name));
    }

    private static boolean isTag(String name) {
        return Values.TAG.parse(name) != null && !name.endsWith(":");
    }

    private static boolean isTenant(String name) {
        return name.equals(Values.TENANT.parse(name));
    }
}
