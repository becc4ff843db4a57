package dev.sluice.control.diagnosis;

import dev.sluice.pool.statistic.Statistic;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Holders that the same place of the application, the same statement, tenant and tags have in common. Immutable.
 *
 * @param leases number of leases
 * @param oldestSeconds duration of the longest lease so far
 * @param youngestSeconds duration of the shortest lease so far
 * @param frame the innermost call of the application, or null if it is not known or not shown
 * @param statement the statement that the sessions run, or null if none is known or shown
 * @param tenant the tenant, or null
 * @param tags the tags of every lease
 * @param connections names of the connections, at most 10, the longest lease first
 */
public record HolderGroup(
        @Statistic("Number of leases.") int leases,

        @Statistic(value = "Duration of the longest lease so far.", unit = Statistic.SECONDS)
        double oldestSeconds,

        @Statistic(value = "Duration of the shortest lease so far.", unit = Statistic.SECONDS)
        double youngestSeconds,

        @Statistic("Innermost call of the application; null if it is not known, or not shown.") @Nullable
        String frame,

        @Statistic("Statement that the sessions run; null if none is known, or shown.") @Nullable
        String statement,

        @Statistic("Tenant, or null.") @Nullable String tenant,

        @Statistic("Tags that every lease has.") Map<String, String> tags,

        @Statistic("Names of the connections, at most 10, the longest lease first.")
        List<String> connections) {

    /** Maximum number of names. */
    static final int MOST_NAMES = 10;

    /** Copies the collections. */
    public HolderGroup {
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
        connections = List.copyOf(connections);
    }

    /** Returns the place in words: the frame, or the statement, or tenant and tags. */
    String place() {
        if (frame != null) {
            return frame;
        }
        if (statement != null) {
            return "statement '" + statement + "'";
        }
        String tenantWords = tenant == null ? "" : "tenant " + tenant;
        String tagWords = tags.isEmpty() ? "" : "tags " + tags;
        String words = tenantWords + (tenantWords.isEmpty() || tagWords.isEmpty() ? "" : ", ") + tagWords;
        return words.isEmpty() ? "no tenant, no tag" : words;
    }
}
