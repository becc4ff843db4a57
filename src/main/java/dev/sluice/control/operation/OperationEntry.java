package dev.sluice.control.operation;

import dev.sluice.value.BadValue;
import dev.sluice.value.ValueSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * An operation as every surface offers it: REST, JMX, the command line, the documentation. Immutable.
 *
 * @param name the name on every surface, in lower case with hyphens
 * @param aliases other accepted names in paths
 * @param title a few words in the imperative
 * @param description the effect on connections, leases and callers
 * @param role the least role that may order it
 * @param breaksLeases whether it may break a lease under its holder
 * @param place the place of the parameters in a REST request
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

    /** The place of an operation's parameters in a REST request. */
    public enum Place {
        /** The query of the address of a pool. */
        QUERY,
        /** A JSON body, because proxies and servers would log an address with secrets. */
        BODY,
        /** The query of a DELETE of the pool. */
        DELETE,
        /** The JSON body of a POST to the list of pools, together with rules of the gate. */
        CREATE
    }

    /** Copies the lists. */
    public OperationEntry {
        aliases = List.copyOf(aliases);
        parameters = List.copyOf(parameters);
    }

    /** Begins an entry for operators, with parameters in the query, which breaks no lease. */
    static Builder of(String name) {
        return new Builder(name);
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
     * Creates the command.
     *
     * @param given the texts by the names of the parameters
     * @throws BadValue if a parameter is invalid, missing or unknown
     */
    public Command command(Map<String, String> given) {
        refuseUnknown(given.keySet(), List.of());
        return reader.apply(new LinkedHashMap<>(given));
    }

    /**
     * Refuses parameters that the operation does not have. The settings of a new pool are checked later.
     *
     * @param others names of further parameters that the caller accepts
     */
    void refuseUnknown(Set<String> given, List<String> others) {
        List<String> known =
                Stream.concat(parameterNames().stream(), others.stream()).toList();
        if (place == Place.CREATE) {
            return;
        }
        given.stream().filter(key -> !known.contains(key)).findFirst().ifPresent(stranger -> {
            String rule = "is no parameter of " + name
                    + (known.isEmpty() ? ", which takes none" : "; known: " + String.join(", ", known));
            throw BadValue.of(stranger, rule);
        });
    }

    /** Fills an entry by name. For one thread. */
    static final class Builder {

        private final String name;
        private List<String> aliases = List.of();
        private String title = "";
        private String description = "";
        private Role role = Role.OPERATOR;
        private boolean breaksLeases;
        private Place place = Place.QUERY;
        private List<ValueSpec<?>> parameters = List.of();

        private Builder(String name) {
            this.name = name;
        }

        Builder aliases(String... others) {
            aliases = List.of(others);
            return this;
        }

        Builder title(String words) {
            title = words;
            return this;
        }

        Builder description(String sentences) {
            description = sentences;
            return this;
        }

        Builder role(Role least) {
            role = least;
            return this;
        }

        Builder breaksLeases(boolean canBreak) {
            breaksLeases = canBreak;
            return this;
        }

        Builder place(Place ofParameters) {
            place = ofParameters;
            return this;
        }

        Builder parameters(List<ValueSpec<?>> specs) {
            parameters = specs;
            return this;
        }

        /** Returns the entry with the function that makes the command from the arguments. */
        OperationEntry build(Function<Map<String, String>, Command> reader) {
            return new OperationEntry(name, aliases, title, description, role, breaksLeases, place, parameters, reader);
        }
    }
}
