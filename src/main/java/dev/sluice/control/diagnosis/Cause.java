package dev.sluice.control.diagnosis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A cause with its numbers, and the steps against it. Immutable.
 *
 * @param bottleneck the kind of the cause
 * @param summary the cause in words
 * @param steps the steps against it, the best first
 */
record Cause(Bottleneck bottleneck, String summary, List<Remedy> steps) {

    Cause {
        steps = List.copyOf(steps);
    }

    /**
     * A step against a cause.
     *
     * @param operation the name of an operation of the catalogue, or {@link #POLICY}
     * @param parameters the parameters
     * @param why the expected effect
     */
    record Remedy(String operation, Map<String, String> parameters, String why) {

        /** The name of a change of the rules, which is no operation. */
        static final String POLICY = "policy";

        static Remedy of(String operation, String why, String... namesAndTexts) {
            Map<String, String> parameters = new LinkedHashMap<>();
            for (int i = 0; i + 1 < namesAndTexts.length; i += 2) {
                parameters.put(namesAndTexts[i], namesAndTexts[i + 1]);
            }
            return new Remedy(operation, parameters, why);
        }
    }

    static Cause of(Bottleneck bottleneck, String summary, Remedy... steps) {
        return new Cause(bottleneck, summary, List.of(steps));
    }
}
