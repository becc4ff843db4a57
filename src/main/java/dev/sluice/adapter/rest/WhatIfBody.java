package dev.sluice.adapter.rest;

import dev.sluice.control.policy.PolicyRules;
import dev.sluice.pool.WhatIfQuestion;
import dev.sluice.value.ValueSpec;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request for a prediction.
 *
 * @param maxSize the other maximum, or null
 * @param last the part of the recorded time, or null
 * @param rules the other rules of the gate, as a merge patch; empty without any
 */
record WhatIfBody(@Nullable Integer maxSize, @Nullable Duration last, PolicyRules rules) {

    static final String RULES = "rules";

    private static final List<String> KNOWN =
            List.of(WhatIfQuestion.MAX_SIZE.name(), WhatIfQuestion.LAST.name(), RULES);

    /** Returns whether requests to the path have such a body. */
    static boolean isOf(String path) {
        return path.endsWith("/" + GateResource.WHAT_IF);
    }

    /** Reads a body. */
    static WhatIfBody read(InputStream body) {
        Map<?, ?> fields = JsonBody.read(body, "with maxSize, last or rules");
        for (Object field : fields.keySet()) {
            if (!KNOWN.contains(String.valueOf(field))) {
                throw Refusal.unknownParameter(String.valueOf(field), KNOWN);
            }
        }
        return new WhatIfBody(
                value(WhatIfQuestion.MAX_SIZE, fields), value(WhatIfQuestion.LAST, fields), rules(fields.get(RULES)));
    }

    private static <T> @Nullable T value(ValueSpec<T> spec, Map<?, ?> fields) {
        Object given = fields.get(spec.name());
        return given == null
                ? null
                : Parameters.read(spec.type(), spec.name(), JsonBody.textNotBlank(spec.name(), given));
    }

    private static PolicyRules rules(@Nullable Object given) {
        if (given == null) {
            return PolicyRules.ofTree(Map.of());
        }
        if (given instanceof Map<?, ?> tree) {
            return PolicyRules.ofTree(tree);
        }
        throw Refusal.parameter(ProblemType.BAD_PARAMETER, RULES, "rules must be an object with rules of the gate");
    }
}
