package dev.sluice.adapter.jmx;

import dev.sluice.adapter.jmx.OpenOperation.OpenParameter;
import dev.sluice.value.ValueSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.management.openmbean.SimpleType;
import org.jspecify.annotations.Nullable;

/**
 * Declared values as parameters of operations. Numbers and flags have the types of JMX. An empty text, and null for a
 * number or a flag, mean the default.
 */
final class DeclaredParameters {

    private DeclaredParameters() {}

    static List<OpenParameter> of(List<? extends ValueSpec<?>> specs) {
        List<OpenParameter> parameters = new ArrayList<>();
        for (ValueSpec<?> spec : specs) {
            parameters.add(new OpenParameter(spec.name(), words(spec), type(spec), !spec.isRequired()));
        }
        return parameters;
    }

    private static String words(ValueSpec<?> spec) {
        return spec.description() + " Takes " + spec.type().kind()
                + (spec.isRequired() ? "; required." : "; may be empty.")
                + (spec.shownDefault() == null ? "" : " Default: " + spec.shownDefault() + ".");
    }

    private static SimpleType<?> type(ValueSpec<?> spec) {
        return switch (spec.type().shape().base()) {
            case FLAG -> SimpleType.BOOLEAN;
            case INTEGER -> SimpleType.INTEGER;
            case LONG -> SimpleType.LONG;
            case DECIMAL -> SimpleType.DOUBLE;
            case DURATION, TEXT -> SimpleType.STRING;
        };
    }

    /** Returns the texts of the arguments that are given. */
    static Map<String, String> texts(List<? extends ValueSpec<?>> specs, List<@Nullable Object> arguments) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            Object argument = arguments.get(i);
            if (argument != null && !argument.toString().isEmpty()) {
                texts.put(specs.get(i).name(), argument.toString());
            }
        }
        return texts;
    }
}
