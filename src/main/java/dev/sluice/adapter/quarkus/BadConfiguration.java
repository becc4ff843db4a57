package dev.sluice.adapter.quarkus;

import dev.sluice.value.BadValue;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.jspecify.annotations.Nullable;

/** Reports a configuration with which the application cannot start. The message names the key and the value. */
final class BadConfiguration extends ConfigurationException {

    private static final long serialVersionUID = 1L;

    private final @Nullable BadValue refusal;

    BadConfiguration(String message) {
        super(message);
        this.refusal = null;
    }

    /**
     * Reports an invalid setting.
     *
     * @param prefix the prefix of the key
     * @param refusal the refusal, with the key without its prefix
     */
    BadConfiguration(String prefix, BadValue refusal) {
        super(prefix + refusal.getMessage());
        this.refusal = refusal;
    }

    /**
     * Reports an invalid setting of a file.
     *
     * @param prefix the prefix of the key
     * @param refusal the refusal, with the key without its prefix
     * @param file the setting that names the file
     */
    BadConfiguration(String prefix, BadValue refusal, String file) {
        super(prefix + refusal.getMessage() + " (in " + file + ")");
        this.refusal = refusal;
    }

    /** Returns the refusal of the setting, with its key without the prefix; null if the fault is no single setting. */
    @Nullable
    BadValue refusal() {
        return refusal;
    }
}
