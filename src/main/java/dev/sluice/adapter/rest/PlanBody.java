package dev.sluice.adapter.rest;

import dev.sluice.control.operation.BadSetting;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the plan of a new pool: its {@code name}, the flag {@code persist}, and settings with their names in a
 * configuration, in the spelling of JSON: {@code maxSize}, {@code admission: {failFast: true}}.
 *
 * @param name the name of the pool
 * @param persist whether the pool is opened again after a restart
 * @param settings the settings, by their keys in a configuration
 */
record PlanBody(String name, boolean persist, Map<String, String> settings) {

    /** Objects whose keys are names instead of settings: lanes, tenants, properties of a driver. */
    private static final Set<String> NAMED_BY_OTHERS =
            Set.of("driver-properties", "admission.tenants", "admission.reserved", "admission.max-waiters-by-lane");

    private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern HYPHEN = Pattern.compile("-([a-z])");

    /** Reads a body. */
    static PlanBody read(InputStream body) {
        Map<?, ?> fields = JsonBody.read(body, "with the name and the settings of the pool");
        Map<String, String> settings = new TreeMap<>();
        String name = null;
        boolean persist = false;
        for (Map.Entry<?, ?> field : fields.entrySet()) {
            String key = String.valueOf(field.getKey());
            switch (key) {
                case "name" -> name = text(key, field.getValue());
                case "persist" -> persist = Parameters.flag(key, text(key, field.getValue()));
                default -> collect(hyphened(key), field.getValue(), settings);
            }
        }
        if (name == null) {
            throw Refusal.parameter(ProblemType.BAD_PARAMETER, "name", "name must be given: missing");
        }
        return new PlanBody(name, persist, settings);
    }

    private static void collect(String key, @Nullable Object value, Map<String, String> settings) {
        if (value instanceof Map<?, ?> object) {
            boolean own = !NAMED_BY_OTHERS.contains(key);
            object.forEach((name, part) -> {
                String text = String.valueOf(name);
                collect(key + "." + (own ? hyphened(text) : quoted(text)), part, settings);
            });
        } else if (value != null && settings.put(key, text(key, value)) != null) {
            throw refused(new BadSetting(key, "is given twice, in two spellings"));
        }
    }

    private static @Nullable String text(String key, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof Map || value instanceof List || value.toString().isBlank()) {
            throw refused(new BadSetting(key, "must be a text, a number, true or false"));
        }
        return value.toString();
    }

    private static String hyphened(String name) {
        return HUMP.matcher(name).replaceAll("-").toLowerCase(Locale.ROOT);
    }

    private static String quoted(String name) {
        return PLAIN.matcher(name).matches() ? name : '"' + name + '"';
    }

    /** Returns the refusal of an invalid setting, with its name in JSON. */
    static Refusal refused(BadSetting e) {
        String name =
                HYPHEN.matcher(e.name()).replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
        return Refusal.parameter(ProblemType.BAD_PARAMETER, name, name + " " + e.problem());
    }
}
