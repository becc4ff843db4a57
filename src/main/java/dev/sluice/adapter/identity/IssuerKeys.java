package dev.sluice.adapter.identity;

import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/** The keys by which signed tokens (JWT) are verified, as far as the configuration names any. */
@Singleton
@IfBuildProperty(name = ServicePolicy.BUILT, stringValue = "true")
public class IssuerKeys {

    private static final List<String> KEYS = List.of(
            "mp.jwt.verify.publickey",
            "mp.jwt.verify.publickey.location",
            "smallrye.jwt.verify.key.location",
            "smallrye.jwt.verify.secretkey");

    /** The value by which smallrye-jwt means that a key is not set. */
    private static final String UNSET = "NONE";

    private static final String ISSUER = "mp.jwt.verify.issuer";

    /** The issuer of the key pair that Quarkus makes for {@code quarkus:run}, if no issuer is configured. */
    private static final String OF_QUARKUS = "https://quarkus.io/issuer";

    private final boolean isKnown;

    IssuerKeys(Config config) {
        isKnown = areIn(config);
    }

    /** Returns whether a configuration names an issuer and a key. */
    public static boolean areIn(Config config) {
        return isSet(config, ISSUER)
                && !OF_QUARKUS.equals(config.getConfigValue(ISSUER).getValue())
                && KEYS.stream().anyMatch(key -> isSet(config, key));
    }

    private static boolean isSet(Config config, String key) {
        String value = config.getConfigValue(key).getValue();
        return value != null && !value.isBlank() && !value.equals(UNSET);
    }

    /** Returns whether the configuration names an issuer and a key; without both, no signed token is accepted. */
    boolean isKnown() {
        return isKnown;
    }
}
