package dev.sluice.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Configures an operator token, and a name of the service. All classes with this profile share one application. */
public final class TokenProfile implements QuarkusTestProfile {

    /** The token. */
    public static final String TOKEN = "correct-horse-battery-staple";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("sluice.http.operator-token", TOKEN, "sluice.http.hosts", "pools.example");
    }
}
