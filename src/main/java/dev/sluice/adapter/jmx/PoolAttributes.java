package dev.sluice.adapter.jmx;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.control.Readiness;
import dev.sluice.control.policy.PolicyRules;
import dev.sluice.control.policy.PolicyView;
import dev.sluice.control.setting.SettingCatalogue;
import dev.sluice.pool.ConnectionInfo;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolStats;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** The attributes of a pool. */
final class PoolAttributes {

    private static final OpenMapping STATS = OpenMapping.of(PoolStats.class);
    private static final OpenMapping NAMES = OpenMapping.listOf(String.class);
    private static final OpenMapping POLICY = OpenMapping.of(PolicyView.class);

    private PoolAttributes() {}

    static OpenAttributes<PoolSnapshot> with(Consumer<Boolean> setVerbose) {
        return new OpenAttributes<PoolSnapshot>()
                .include(PoolSnapshot::readiness, readiness())
                .text("LastCreationFailure", "Reason of the latest failed creation, or null.", PoolSnapshot::failure)
                .flag(
                        "Verbose",
                        "True if the log has lines for single connections.",
                        PoolSnapshot::isVerbose,
                        setVerbose)
                .data("Stats", "All numbers and connections of one reading, as in REST.", STATS, PoolSnapshot::stats)
                .include(PoolSnapshot::stats, statistics())
                .include(PoolSnapshot::config, settings())
                .include(PoolSnapshot::policy, admission());
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

    private static OpenAttributes<PoolConfig> settings() {
        OpenAttributes<PoolConfig> attributes = new OpenAttributes<>();
        millis(attributes, "AcquireTimeoutMillis", "acquisitionTimeout", PoolConfig::acquisitionTimeout);
        millis(attributes, "ShortestWaitMillis", "shortestWait", PoolConfig::shortestWait);
        millis(attributes, "MaxLifetimeMillis", "maxLifetime", PoolConfig::maxLifetime);
        millis(attributes, "IdleTimeoutMillis", "idleTimeout", PoolConfig::idleTimeout);
        millis(attributes, "ValidateAfterIdleMillis", "validateAfterIdle", PoolConfig::validateAfterIdle);
        millis(attributes, "ValidationTimeoutMillis", "validationTimeout", PoolConfig::validationTimeout);
        millis(attributes, "ProbeAfterMillis", "probeAfter", PoolConfig::probeAfter);
        millis(attributes, "ProbeWaitMillis", "probeWait", PoolConfig::probeWait);
        millis(attributes, "CreationTimeoutMillis", "creationTimeout", PoolConfig::creationTimeout);
        millis(attributes, "BackgroundValidationMillis", "backgroundValidation", PoolConfig::backgroundValidation);
        millis(attributes, "LeakThresholdMillis", "leakThreshold", PoolConfig::leakThreshold);
        millis(attributes, "MaintenanceIntervalMillis", "maintenanceInterval", PoolConfig::maintenanceInterval);
        return attributes
                .decimal("LifetimeJitter", SettingCatalogue.description("lifetimeJitter"), PoolConfig::lifetimeJitter)
                .text(
                        "LeakStacks",
                        SettingCatalogue.description("leakStacks"),
                        config -> config.leakStacks().name());
    }

    private static void millis(
            OpenAttributes<PoolConfig> attributes, String name, String setting, Function<PoolConfig, Duration> getter) {
        attributes.millis(name, SettingCatalogue.description(setting) + " In ms.", getter);
    }

    private static OpenAttributes<AdmissionPolicy> admission() {
        return new OpenAttributes<AdmissionPolicy>()
                .integer("MaxWaiters", "Callers that may wait at once; more are refused.", AdmissionPolicy::maxWaiters)
                .millis("AgingMillis", "Wait that counts as one priority higher.", AdmissionPolicy::aging)
                .data("Policy", "Rules of the gate.", POLICY, PolicyView::of)
                .text(
                        "PolicyText",
                        "Rules of the gate in one line, as changePolicy and setPolicy take them.",
                        policy -> PolicyRules.of(policy).toString());
    }
}
