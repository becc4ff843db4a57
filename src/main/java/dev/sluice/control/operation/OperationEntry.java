package dev.sluice.control.operation;

import dev.sluice.value.ValueSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An operation as every surface offers it: REST, JMX, the command line, the documentation. Immutable.
 *
 * @param name the name on every surface, in lower case with hyphens
 * @param aliases other names of paths that are understood, too
 * @param title a few words in the imperative
 * @param description the effect on connections, leases and callers
 * @param role the least role that may order it
 * @param breaksLeases whether it can take a connection from its holder
 * @param place the way in which REST is given the parameters
 * @param parameters the parameters in the order of the documentation
 * @param reader makes the command from the arguments
 */
public record OperationEntry(
        String name,
        List<String> aliases,
        String title,
        String description,
        Role role,
        boolean breaksLeases,
        Place place,
        List<ValueSpec<?>> parameters,
        Function<Map<String, String>, Command> reader) {

    /** The way in which REST is given the parameters of an operation. */
    public enum Place {
        /** In the query of the address of a pool. */
        QUERY,
        /** In a JSON body, because the address, with secrets in it, would be logged on its way. */
        BODY,
        /** In the query of a DELETE of the pool. */
        DELETE,
        /** In the JSON body of a POST to the list of pools; settings of the pool are taken beside the parameters. */
        CREATE
    }

    /** Copies the lists. */
    public OperationEntry {
        aliases = List.copyOf(aliases);
        parameters = List.copyOf(parameters);
    }

    /** Returns the name in camel case, for methods and generated clients. */
    public String methodName() {
        StringBuilder method = new StringBuilder();
        for (String word : name.split("-", -1)) {
            method.append(method.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return method.toString();
    }

    /** Returns the names of the parameters. */
    public List<String> parameterNames() {
        return parameters.stream().<String>map(ValueSpec::name).toList();
    }

    /** Returns the parameter of this name. */
    public Optional<ValueSpec<?>> parameter(String parameter) {
        return parameters.stream().filter(each -> each.name().equals(parameter)).findFirst();
    }

    /**
     * Makes the command.
     *
     * @param given the texts by the names of the parameters
     * @throws IllegalArgumentException that names the parameter that is wrong, missing or not known
     */
    public Command command(Map<String, String> given) {
        refuseUnknown(given.keySet(), List.of());
        return reader.apply(new LinkedHashMap<>(given));
    }

    /**
     * Refuses parameters that the operation does not have. The settings of a new pool are checked later.
     *
     * @param others names of further parameters that the caller takes
     */
    void refuseUnknown(Set<String> given, List<String> others) {
        List<String> known =
                Stream.concat(parameterNames().stream(), others.stream()).toList();
        String strangers = given.stream().filter(key -> !known.contains(key)).collect(Collectors.joining(", "));
        if (place != Place.CREATE && !strangers.isEmpty()) {
            throw new IllegalArgumentException("parameters of " + name + " do not include " + strangers
                    + (known.isEmpty() ? "; it takes none" : "; known: " + String.join(", ", known)));
        }
    }
}
