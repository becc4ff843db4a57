package dev.sluice.adapter.quarkus;

import io.quarkus.runtime.configuration.ConfigurationException;

/** Reports a configuration with which the application cannot start. The message names the key and the value. */
final class BadConfiguration extends ConfigurationException {

    private static final long serialVersionUID = 1L;

    BadConfiguration(String message) {
        super(message);
    }
}
