package dev.sluice.adapter.quarkus;

import dev.sluice.jdbc.url.Destinations;
import dev.sluice.value.BadValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The places to which the configuration allows its credentials to be sent: hosts, and whole JDBC URLs. */
final class CredentialPlaces {

    private final SluiceConfig config;

    CredentialPlaces(SluiceConfig config) {
        this.config = config;
    }

    /**
     * Checks the configured places.
     *
     * @throws BadConfiguration if a place is invalid; the message has the key and the value
     */
    void check() {
        config.secretHosts().forEach((secret, places) -> {
            String key = "sluice.secret-hosts." + secret;
            if (!config.secrets().containsKey(secret)) {
                throw new BadConfiguration(key + " is set, and sluice.secrets." + secret + " is not");
            }
            check(key, places);
        });
        config.pools()
                .forEach((name, settings) -> settings.endpoints()
                        .ifPresent(places -> check(PoolSettings.prefix(name) + "endpoints", places)));
    }

    private static void check(String key, List<String> places) {
        try {
            Destinations.of(places);
        } catch (BadValue e) {
            throw new BadConfiguration("", e.renamed(key));
        }
    }

    /** Returns the places to which a request may move the pool, in addition to its own URL. */
    List<String> of(PoolMapping settings) {
        List<String> places = new ArrayList<>(settings.endpoints().orElse(List.of()));
        settings.secret().ifPresent(secret -> places.addAll(ofSecret(secret)));
        return places;
    }

    /** Returns the places to which a request may send a secret. */
    List<String> ofSecret(String secret) {
        List<String> places = new ArrayList<>(config.secretHosts().getOrDefault(secret, List.of()));
        for (Map.Entry<String, PoolMapping> pool : config.pools().entrySet()) {
            PoolMapping settings = pool.getValue();
            if (settings.secret().filter(secret::equals).isPresent()) {
                settings.url().ifPresent(places::add);
                places.addAll(settings.endpoints().orElse(List.of()));
            }
        }
        return places;
    }
}
