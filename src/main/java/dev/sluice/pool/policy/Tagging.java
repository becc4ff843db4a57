package dev.sluice.pool.policy;

import static dev.sluice.value.ValueSpec.optional;

import dev.sluice.value.ValueSpec;
import dev.sluice.value.Values;
import java.util.List;

/**
 * The use of the tags of leases beyond lists and events.
 *
 * @param count the keys whose values are counted
 * @param database whether, and how, the database receives the tags of each lease
 */
public record Tagging(TagKeys count, Destination database) {

    /** The destination of tags in the database. */
    public enum Destination {
        /** The database receives no tags. */
        OFF,
        /** The session has the tags as its application name during a lease. */
        APPLICATION_NAME
    }

    /** The declaration of this policy. */
    public static final PolicyDeclaration<Tagging> DECLARATION = new PolicyDeclaration<>(
            "tagging",
            "Counts leases by the values of tags, and passes tags to the database.",
            Tagging.class,
            List.<ValueSpec<?>>of(
                    optional(
                                    "count",
                                    TagKeys.TYPE,
                                    "Keys of tags whose values are counted, separated by spaces; * for all keys.",
                                    "feature client")
                            .or(TagKeys.ALL, "*"),
                    optional(
                                    "database",
                                    Values.choice(Destination.class),
                                    "APPLICATION_NAME: a JDBC session has the tags of its lease as application name,"
                                            + " for two more statements a lease with tags; OFF: the database receives"
                                            + " no tags.",
                                    "APPLICATION_NAME")
                            .or(Destination.OFF, Destination.OFF.name())));
}
