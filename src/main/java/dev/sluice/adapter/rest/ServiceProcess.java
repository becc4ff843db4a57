package dev.sluice.adapter.rest;

import org.eclipse.microprofile.config.Config;

/** Tells the service from an application that embeds the jar. */
final class ServiceProcess {

    /** The key that the build of the service sets; a start with another value than that of the build is refused. */
    static final String KEY = "sluice.security.mechanisms";

    private ServiceProcess() {}

    /** Returns whether this process is the service. */
    static boolean is(Config config) {
        return Boolean.parseBoolean(config.getConfigValue(KEY).getValue());
    }
}
