package dev.sluice.testing;

import dev.sluice.adapter.quarkus.ApplicationPools;
import dev.sluice.adapter.quarkus.EchoResource;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The application for tests of several subjects that do not disturb each other, because each start of an application
 * takes many seconds: batches with SQL over REST, two at a time; pools of other resources; and a pool whose database is
 * missing, without which the application is ready; and a log in JSON, with a file. Tests of the history of a pool do not belong here: the leases of
 * batches push older entries out.
 */
public final class CombinedProfile implements QuarkusTestProfile {

    /** The file of the log, in the directory of the build. */
    public static final String LOG = "target/json-log/service.log";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "sluice.log.json", "true",
                "quarkus.log.file.enabled", "true",
                "quarkus.log.file.path", LOG,
                "sluice.pools.default.url", "jdbc:h2:mem:combined;DB_CLOSE_DELAY=-1",
                "sluice.pools.reports.url", "jdbc:h2:mem:reports;IFEXISTS=TRUE",
                "sluice.health.exclude", "archive,reports",
                "sluice.batch.sql", "true",
                "sluice.batch.most-running", "2",
                "sluice.batch.most-bytes", "200000");
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(ApplicationPools.class);
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(EchoResource.class));
    }
}
