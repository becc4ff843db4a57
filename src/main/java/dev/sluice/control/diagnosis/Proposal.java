package dev.sluice.control.diagnosis;

import dev.sluice.access.Role;
import dev.sluice.pool.statistic.Statistic;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The next step of an operator. Immutable.
 *
 * @param operation the name of the operation in the catalogue, or {@code policy} for a change of the rules
 * @param parameters the parameters as texts
 * @param why the expected effect, in words
 * @param role the least role that may do it
 * @param breaksLeases whether leases may break under their holders
 * @param dryRun the result of the dry run in words; null if there is none
 * @param command the same for the command line
 * @param curl the same for curl, with the URL and the token of the service in the environment
 */
public record Proposal(
        @Statistic("Name of the operation; 'policy' for a change of the rules.")
        String operation,

        @Statistic("Parameters as texts.") Map<String, String> parameters,

        @Statistic("Expected effect in words.") String why,

        @Statistic("Least role that may do it.") Role role,

        @Statistic("Whether leases may break under their holders.")
        boolean breaksLeases,

        @Statistic("Result of the dry run in words; null without one.") @Nullable
        String dryRun,

        @Statistic("The same for the command line.") String command,

        @Statistic("The same for curl, with SLUICE_URL and SLUICE_TOKEN in the environment.")
        String curl) {

    /** Copies the parameters. */
    public Proposal {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
}
