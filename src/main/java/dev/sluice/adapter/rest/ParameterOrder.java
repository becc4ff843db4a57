package dev.sluice.adapter.rest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/**
 * The order of an operation's parameters: path parameters, query parameters in the order of the resources, then the
 * parameters that all operations have. Clients generated from the description call their methods in this order.
 */
final class ParameterOrder {

    private static final List<Class<?>> RESOURCES = List.of(
            GateResource.class,
            PoolResource.class,
            NamedPoolResource.class,
            PoolsResource.class,
            OperationsResource.class,
            AuditResource.class,
            VerdictResource.class,
            IdentityResource.class);

    /** The query parameters in their order, one list for each method that has any. */
    private static final List<List<String>> DECLARED = RESOURCES.stream()
            .flatMap(resource -> Arrays.stream(resource.getDeclaredMethods()))
            .map(QueryParameters::of)
            .filter(names -> !names.isEmpty())
            .toList();

    private ParameterOrder() {}

    static void apply(Operation operation) {
        List<Parameter> parameters = operation.getParameters();
        if (parameters == null) {
            return;
        }
        List<String> declared = declaredOf(parameters);
        List<Parameter> sorted = new ArrayList<>(parameters);
        sorted.sort(Comparator.comparingInt(parameter -> rank(parameter, declared)));
        operation.setParameters(sorted);
    }

    private static int rank(Parameter parameter, List<String> declared) {
        if (parameter.getIn() == Parameter.In.PATH) {
            return -1;
        }
        int position = parameter.getIn() == Parameter.In.QUERY ? declared.indexOf(parameter.getName()) : -1;
        return position < 0 ? Integer.MAX_VALUE : position;
    }

    /** Returns the shortest declared list that has all of the operation's own query parameters. */
    private static List<String> declaredOf(List<Parameter> parameters) {
        Set<String> names = new LinkedHashSet<>();
        for (Parameter parameter : parameters) {
            if (parameter.getIn() == Parameter.In.QUERY
                    && !parameter.getName().equals(OrderPlacement.DRY_RUN)
                    && !parameter.getName().equals(OrderPlacement.DEADLINE)) {
                names.add(parameter.getName());
            }
        }
        return DECLARED.stream()
                .filter(list -> list.containsAll(names))
                .min(Comparator.comparingInt(List::size))
                .orElse(List.of());
    }
}
