package dev.sluice.control.operation;

import dev.sluice.pool.Secrets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The plan of a new pool. Immutable.
 *
 * @param name name of the pool
 * @param settings the settings under {@code sluice.pools.<name>.} of a configuration, by the rest of the key
 * @param persist whether a restart creates the pool again
 */
public record PoolPlan(String name, Map<String, String> settings, boolean persist) {

    /** The setting that names a secret, but is not secret itself. */
    private static final String NAME_OF_SECRET = "secret";

    /** The names of secret settings, which differ between drivers. */
    private static final Pattern SECRET = Pattern.compile("(?i)password|passwd|pwd|token|secret|credential");

    /** Copies the map. */
    public PoolPlan {
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    }

    /** Returns the settings without passwords. */
    public Map<String, String> shown() {
        Map<String, String> shown = new TreeMap<>();
        settings.forEach((key, value) -> shown.put(key, isSecret(key, value) ? hidden(key, value) : value));
        return shown;
    }

    /** Returns whether the value of the setting is, or may contain, a password. */
    public static boolean isSecret(String key, String value) {
        return isAllSecret(key) || !Secrets.mask(value).equals(value);
    }

    /** Returns whether the whole value of the setting is secret. */
    static boolean isAllSecret(String key) {
        return !key.equals(NAME_OF_SECRET) && SECRET.matcher(key).find();
    }

    private static String hidden(String key, String value) {
        return isAllSecret(key) ? "***" : Secrets.mask(value);
    }

    /** Returns the name and the settings without passwords. */
    @Override
    public String toString() {
        return name + shown();
    }
}
