package dev.sluice.adapter.jmx;

import dev.sluice.adapter.jmx.OpenOperation.Parameter;
import dev.sluice.control.operation.OperationCatalogue;
import dev.sluice.control.operation.OperationEntry;
import dev.sluice.control.operation.OperationEntry.Place;
import dev.sluice.value.ValueSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.openmbean.SimpleType;
import org.jspecify.annotations.Nullable;

/**
 * The operations of the catalogue with a parameter for each parameter, and for some of them a form without parameters.
 * Numbers and flags have the types of JMX; an empty text, and null for a number or a flag, stand for the default.
 */
final class CatalogueOperations {

    /** Operations that a click may start with the defaults; they take no connection from its holder. */
    private static final Set<String> WITHOUT_PARAMETERS = Set.of("reset", "expire", "renew", "fill", "warm-up");

    private CatalogueOperations() {}

    /** Returns the operations on a pool that exists before and after. */
    static List<OperationEntry> onPools() {
        return OperationCatalogue.all().stream()
                .filter(entry -> entry.place() == Place.QUERY || entry.place() == Place.BODY)
                .toList();
    }

    static boolean hasShortForm(OperationEntry entry) {
        return WITHOUT_PARAMETERS.contains(entry.name());
    }

    static List<Parameter> parameters(OperationEntry entry) {
        List<Parameter> parameters = new ArrayList<>();
        for (ValueSpec<?> parameter : entry.parameters()) {
            parameters.add(new Parameter(parameter.name(), words(parameter), type(parameter), !parameter.isRequired()));
        }
        return parameters;
    }

    private static String words(ValueSpec<?> parameter) {
        return parameter.description() + " Takes " + parameter.type().kind()
                + (parameter.isRequired() ? "; required." : "; may be empty.")
                + (parameter.shownDefault() == null ? "" : " Default: " + parameter.shownDefault() + ".");
    }

    private static SimpleType<?> type(ValueSpec<?> parameter) {
        return switch (parameter.type().shape().base()) {
            case FLAG -> SimpleType.BOOLEAN;
            case INTEGER -> SimpleType.INTEGER;
            case LONG -> SimpleType.LONG;
            case DECIMAL -> SimpleType.DOUBLE;
            case DURATION, TEXT -> SimpleType.STRING;
        };
    }

    /** Returns the texts of the arguments that are given. */
    static Map<String, String> texts(OperationEntry entry, List<@Nullable Object> arguments) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            Object argument = arguments.get(i);
            if (argument != null && !argument.toString().isEmpty()) {
                texts.put(entry.parameters().get(i).name(), argument.toString());
            }
        }
        return texts;
    }
}
