package dev.sluice.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * Allows batches with SQL over REST, two at a time. The tests of batches share this application: their leases would
 * push the entries of other tests out of the pool's history.
 */
public final class BatchProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "sluice.batch.sql", "true", "sluice.batch.most-running", "2", "sluice.batch.most-bytes", "200000");
    }
}
