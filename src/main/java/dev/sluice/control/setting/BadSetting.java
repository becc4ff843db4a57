package dev.sluice.control.setting;

import dev.sluice.value.BadValue;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a setting of a pool that is invalid or unknown. Its name is the key in a configuration, without the part that
 * all settings of the pool have in common.
 */
public final class BadSetting extends BadValue {

    private static final long serialVersionUID = 1L;

    /** Creates a refusal that shows no value. */
    public BadSetting(String key, String rule) {
        this(key, rule, null);
    }

    /** Creates a refusal with the value as shown to users. */
    public BadSetting(String key, String rule, @Nullable String value) {
        super(key, rule, value);
    }
}
