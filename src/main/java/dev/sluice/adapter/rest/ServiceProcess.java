package dev.sluice.adapter.rest;

import org.eclipse.microprofile.config.Config;

/** Tells the service from an application that embeds the jar. */
final class ServiceProcess {

    /** A configuration key that exists in the service, but not in an application that embeds the jar. */
    private static final String KEY = "sluice.fallback-url";

    private ServiceProcess() {}

    /** Returns whether this process is the service. */
    static boolean is(Config config) {
        String url = config.getConfigValue(KEY).getValue();
        return url != null && !url.isBlank();
    }
}
