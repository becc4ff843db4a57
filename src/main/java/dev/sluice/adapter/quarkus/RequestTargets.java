package dev.sluice.adapter.quarkus;

import dev.sluice.jdbc.url.HostResolver;
import dev.sluice.jdbc.url.TargetPolicy;
import dev.sluice.value.BadValue;
import java.sql.Driver;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** The databases that requests may name: those of the configuration, and {@code sluice.targets.allow}. */
final class RequestTargets {

    private static final Logger LOG = Logger.getLogger(RequestTargets.class);
    private static final String ALLOW = "sluice.targets.allow";

    private final SluiceConfig config;
    private final Supplier<? extends Collection<String>> urls;
    private final HostResolver resolver;

    /**
     * @param urls returns the URLs of all pools that the configuration names
     */
    RequestTargets(SluiceConfig config, Supplier<? extends Collection<String>> urls, HostResolver resolver) {
        this.config = config;
        this.urls = urls;
        this.resolver = resolver;
    }

    /**
     * Checks the settings, and warns if requests may run code.
     *
     * @throws BadConfiguration if a place is invalid; the message has the key and the value
     */
    void check() {
        for (String place : allowed()) {
            try {
                TargetPolicy.checkPlace(place);
            } catch (BadValue e) {
                throw new BadConfiguration("", e.renamed(ALLOW));
            }
        }
        if (isCodeAllowed()) {
            LOG.warn("sluice.targets.requests-may-run-code is true: requests that create or move pools may set driver,"
                    + " driver-properties, initial-sql, validation-query, session-reset-query, files of H2 and all"
                    + " parameters of URLs. A client that may send such a request can run code as the user of this"
                    + " service, and read its files and secrets.");
        }
    }

    /** Returns whether a request may run code, which the configuration must permit explicitly. */
    boolean isCodeAllowed() {
        return config.targets().requestsMayRunCode();
    }

    /** Returns whether a request may name this class of a driver: one of the configuration, or a registered driver. */
    boolean isDriverKnown(String type) {
        return config.pools().values().stream()
                        .anyMatch(pool -> pool.driver().filter(type::equals).isPresent())
                || ServiceLoader.load(Driver.class).stream()
                        .anyMatch(driver -> driver.type().getName().equals(type));
    }

    /** Returns the policy of the present configuration. */
    TargetPolicy policy() {
        List<String> named = new ArrayList<>(urls.get());
        config.pools().values().forEach(pool -> named.addAll(pool.endpoints().orElse(List.of())));
        config.secretHosts().values().forEach(named::addAll);
        return new TargetPolicy(named, allowed(), resolver, isCodeAllowed());
    }

    private List<String> allowed() {
        return config.targets().allow().orElse(List.of());
    }
}
