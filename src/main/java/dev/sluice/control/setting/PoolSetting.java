package dev.sluice.control.setting;

import dev.sluice.value.ValueSpec;

/**
 * A setting of a pool, as declared in the {@link SettingCatalogue}. Immutable.
 *
 * @param <T> the type of its values
 * @param spec the name in JSON, the type with its bounds, the default, and the meaning with unit
 * @param isForRequests whether a request may give it; otherwise only the configuration may
 */
public record PoolSetting<T>(ValueSpec<T> spec, boolean isForRequests) {

    /** Returns the key without {@code sluice.pools.<name>.}, such as {@code max-size}. */
    public String key() {
        return spec.key();
    }
}
