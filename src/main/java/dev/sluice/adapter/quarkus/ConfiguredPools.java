package dev.sluice.adapter.quarkus;

import dev.sluice.control.PoolName;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The names, URLs and settings of the pools that are opened at the start: pools of {@code sluice.pools}, pools of
 * {@code sluice.pools-file}, and data sources of Quarkus. Thread-safe if its parts are.
 */
final class ConfiguredPools {

    private final SluiceConfig config;
    private final AdoptedDataSources adopted;
    private final KeptPools kept;

    ConfiguredPools(SluiceConfig config, AdoptedDataSources adopted, KeptPools kept) {
        this.config = config;
        this.adopted = adopted;
        this.kept = kept;
    }

    /** Returns every configured pool in the order of names, data sources of Quarkus first. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        if (config.adoptDatasources()) {
            names.addAll(adopted.names());
        }
        names.forEach(name -> checkName("quarkus.datasource.", name));
        config.pools().forEach((name, settings) -> {
            checkName("sluice.pools.", name);
            if (!names.add(name) && settings.url().isPresent()) {
                throw new BadConfiguration("duplicate pool name: sluice.pools." + name
                        + ".url is set, and there is a quarkus.datasource of the name '" + name + "'");
            }
        });
        if (names.isEmpty() && isDemonstration()) {
            names.add(PoolName.DEFAULT);
        }
        kept.pools().keySet().forEach(name -> {
            if (!names.add(name) && !isFallback(name)) {
                throw new BadConfiguration(
                        "duplicate pool name: '" + name + "' is configured, and sluice.pools-file has" + " it, too: "
                                + config.poolsFile().orElseThrow());
            }
        });
        refuseSimilarNames(names);
        return names;
    }

    private static void checkName(String prefix, String name) {
        try {
            PoolName.check(name);
        } catch (IllegalArgumentException e) {
            throw new BadConfiguration(prefix + '"' + name + "\": a pool's " + e.getMessage());
        }
    }

    /**
     * Refuses names that differ only in case; environment variables, MBean patterns and people do not distinguish them.
     */
    private static void refuseSimilarNames(Set<String> names) {
        Map<String, String> seen = new HashMap<>();
        for (String name : names) {
            String other = seen.put(name.toLowerCase(Locale.ROOT), name);
            if (other != null) {
                throw new BadConfiguration(
                        "duplicate pool name: '" + other + "' and '" + name + "' differ by case only");
            }
        }
    }

    private boolean isFallback(String name) {
        return name.equals(PoolName.DEFAULT) && !isAnyConfigured();
    }

    /** Returns the URL of a pool of the configuration; empty for a data source of Quarkus, and for an unknown name. */
    Optional<String> url(String name) {
        Optional<String> fallback = isFallback(name) ? fallbackUrl() : Optional.empty();
        return settings(name).url().or(() -> fallback);
    }

    /** Returns the URLs that the configuration itself names, without those of pools that requests have created. */
    Set<String> urls() {
        Set<String> urls = new LinkedHashSet<>();
        config.pools().values().forEach(pool -> pool.url().ifPresent(urls::add));
        if (config.adoptDatasources()) {
            adopted.names().forEach(name -> adopted.url(name).ifPresent(urls::add));
        }
        if (urls.isEmpty()) {
            fallbackUrl().ifPresent(urls::add);
        }
        return urls;
    }

    /** Returns whether the configuration permits a demonstration: the fallback stands in for a configured pool. */
    boolean isDemonstration() {
        return fallbackUrl().isPresent();
    }

    private Optional<String> fallbackUrl() {
        return config.demonstration() ? config.fallbackUrl() : Optional.empty();
    }

    /** Refuses the start of a service that has nothing to manage and no way to get a pool that stays. */
    void requireAny() {
        boolean isService = config.security().mechanisms();
        if (isService
                && names().isEmpty()
                && config.endpoints().isEmpty()
                && config.poolsFile().isEmpty()) {
            throw new BadConfiguration("no pool is configured: set sluice.pools.default.url (SLUICE_POOLS_DEFAULT_URL),"
                    + " or sluice.pools-file for pools that requests create; for a trial on an H2 in memory, set"
                    + " sluice.demonstration=true (java -Dsluice.demonstration=true -jar …)");
        }
    }

    /** Returns whether a pool has a URL, or a data source of Quarkus becomes a pool. */
    boolean isAnyConfigured() {
        return config.pools().values().stream().anyMatch(pool -> pool.url().isPresent())
                || (config.adoptDatasources() && !adopted.names().isEmpty());
    }

    /** Returns the settings of a pool: defaults only, if the configuration does not name it. */
    PoolMapping settings(String name) {
        PoolMapping keptPool = kept.pools().get(name);
        return keptPool == null ? Objects.requireNonNull(config.pools().get(name)) : keptPool;
    }
}
