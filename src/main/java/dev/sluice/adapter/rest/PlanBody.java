package dev.sluice.adapter.rest;

import dev.sluice.control.operation.GivenTexts;
import dev.sluice.control.setting.BadSetting;
import dev.sluice.control.setting.SettingKeys;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a request for a new pool: its {@code name}, and the parameters of {@code create-pool}. Groups of
 * settings may be objects: {@code admission: {failFast: true}} is {@code admission.failFast}.
 *
 * @param name the name of the pool
 * @param given the texts by the names of the parameters
 */
record PlanBody(String name, Map<String, String> given) {

    private static final String NAME = "name";

    /** Reads a body. */
    static PlanBody read(InputStream body) {
        GivenTexts given = GivenTexts.ofSettings();
        JsonBody.read(body, "with the name and the settings of the pool")
                .forEach((field, value) -> collect(String.valueOf(field), value, given));
        Map<String, String> texts = given.texts();
        String name = texts.remove(NAME);
        if (name == null) {
            throw Refusal.parameter(ProblemType.BAD_PARAMETER, NAME, "name must be given: missing");
        }
        return new PlanBody(name, texts);
    }

    private static void collect(String key, @Nullable Object value, GivenTexts given) {
        if (value instanceof Map<?, ?> group) {
            group.forEach((name, part) -> collect(SettingKeys.below(key, String.valueOf(name)), part, given));
        } else if (value != null) {
            given.add(key, JsonBody.textNotBlank(SettingKeys.inJson(key), value));
        }
    }

    /** Returns the refusal of an invalid setting, with its name in JSON. */
    static Refusal refused(BadSetting e) {
        String name = SettingKeys.inJson(e.name());
        return Refusal.parameter(ProblemType.BAD_PARAMETER, name, name + " " + e.problem());
    }
}
