package dev.sluice.adapter.jmx;

import dev.sluice.control.Readiness;
import dev.sluice.control.policy.PolicyRules;
import dev.sluice.control.policy.PolicyView;
import dev.sluice.control.policy.PoolRules;
import dev.sluice.pool.ConfigSettings;
import dev.sluice.pool.ConnectionInfo;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolStats;
import dev.sluice.value.ValueSpec;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The attributes of a pool. */
final class PoolAttributes {

    private static final OpenMapping STATS = OpenMapping.of(PoolStats.class);
    private static final OpenMapping NAMES = OpenMapping.listOf(String.class);
    private static final OpenMapping POLICY = OpenMapping.of(PolicyView.class);

    /** The settings that the statistics have as MinConnections and MaxConnections. */
    private static final Set<ValueSpec<?>> SIZES = Set.of(ConfigSettings.MIN_SIZE, ConfigSettings.MAX_SIZE);

    private PoolAttributes() {}

    static OpenAttributes<PoolSnapshot> with(Runnable maySetVerbose, Consumer<Boolean> setVerbose) {
        return new OpenAttributes<PoolSnapshot>()
                .include(PoolSnapshot::readiness, readiness())
                .text("LastCreationFailure", "Reason of the latest failed creation, or null.", PoolSnapshot::failure)
                .flag(
                        "Verbose",
                        "True if the log has lines for single connections.",
                        PoolSnapshot::isVerbose,
                        maySetVerbose,
                        setVerbose)
                .data("Stats", "All numbers and connections of one reading, as in REST.", STATS, PoolSnapshot::stats)
                .include(PoolSnapshot::stats, statistics())
                .include(PoolSnapshot::config, settings())
                .include(PoolSnapshot::rules, rules());
    }

    private static OpenAttributes<Readiness> readiness() {
        return new OpenAttributes<Readiness>()
                .flag("Ready", "True if the pool can serve callers. A full pool is ready.", Readiness::ready)
                .text(
                        "Status",
                        "OK, SATURATED, PAUSED, DISABLED, DEGRADED, FAILED, STARTING, STOPPED.",
                        ready -> ready.status().name())
                .text("StatusReason", "Reason of a status other than OK, in words; null if OK.", Readiness::reason);
    }

    private static OpenAttributes<PoolStats> statistics() {
        return new OpenAttributes<PoolStats>()
                .statistics(PoolStats.STATISTICS)
                .data("ConnectionNames", "Names of the connections, oldest first.", NAMES, PoolAttributes::names);
    }

    private static List<String> names(PoolStats stats) {
        return stats.connections().stream().map(ConnectionInfo::id).toList();
    }

    /** Returns an attribute for each setting, except for the sizes, which are statistics. */
    private static OpenAttributes<PoolConfig> settings() {
        return new OpenAttributes<PoolConfig>()
                .millis(
                        "AcquireTimeoutMillis",
                        "The same as AcquisitionTimeoutMillis, by its earlier name.",
                        PoolConfig::acquisitionTimeout)
                .settings(
                        ConfigSettings.all().stream()
                                .filter(setting -> !SIZES.contains(setting))
                                .toList(),
                        PoolConfig::valueOf);
    }

    private static OpenAttributes<PoolRules> rules() {
        return new OpenAttributes<PoolRules>()
                .integer(
                        "MaxWaiters",
                        "Callers that may wait at once; more are refused.",
                        rules -> rules.admission().maxWaiters())
                .millis(
                        "AgingMillis",
                        "Wait that counts as one priority higher.",
                        rules -> rules.admission().aging())
                .data(
                        "Policy",
                        "Rules of the gate, and policies; null for a policy that is off.",
                        POLICY,
                        PolicyView::of)
                .text(
                        "PolicyText",
                        "Rules of the gate and policies in one line, as changePolicy and setPolicy take them.",
                        rules -> PolicyRules.of(rules).toString());
    }
}
