package dev.sluice.control.operation;

import dev.sluice.pool.Secrets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A pool that is to be. Immutable.
 *
 * @param name its name
 * @param settings what a configuration would have under {@code sluice.pools.<name>.}, by the rest of the key
 * @param persist whether it is to be there again after a restart
 */
public record PoolPlan(String name, Map<String, String> settings, boolean persist) {

    /** This names a secret, and is none. */
    private static final String NAME_OF_SECRET = "secret";

    /** Drivers have many words for it. */
    private static final Pattern SECRET = Pattern.compile("(?i)password|passwd|pwd|token|secret|credential");

    /** Copies the map. */
    public PoolPlan {
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    }

    /** The settings without passwords. */
    public Map<String, String> shown() {
        Map<String, String> shown = new TreeMap<>();
        settings.forEach((key, value) -> shown.put(key, isSecret(key, value) ? hidden(key, value) : value));
        return shown;
    }

    /** Returns whether the value of the setting is, or may contain, a password. */
    public static boolean isSecret(String key, String value) {
        return isAllSecret(key) || !Secrets.mask(value).equals(value);
    }

    private static boolean isAllSecret(String key) {
        return !key.equals(NAME_OF_SECRET) && SECRET.matcher(key).find();
    }

    private static String hidden(String key, String value) {
        return isAllSecret(key) ? "***" : Secrets.mask(value);
    }

    /** Without passwords. */
    @Override
    public String toString() {
        return name + shown();
    }
}
