package dev.sluice.control.operation;

import dev.sluice.access.Role;
import dev.sluice.control.operation.Command.Body;
import dev.sluice.control.operation.Command.Effort;
import dev.sluice.pool.PoolOperations;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.value.Arguments;
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
 * The declaration of an operation: texts, parameters, role, short forms, and the work itself. Each surface is derived
 * from it: REST, JMX, the command line, the documentation. Immutable.
 */
public final class OperationEntry {

    private final Builder declared;
    private final Function<Map<String, String>, Command> reader;

    /** The place of an operation's parameters in a REST request. */
    public enum ParameterPlace {
        /** The query of the address of a pool. */
        QUERY,
        /** A JSON body, because proxies and servers would log an address with secrets. */
        BODY,
        /** The query of a DELETE of the pool. */
        DELETE,
        /** The JSON body of a POST to the list of pools, together with rules of the gate. */
        CREATE
    }

    /** The work of an operation on an existing pool. */
    @FunctionalInterface
    interface PoolWork {
        OperationReport on(PoolOperations<?> pool, OperationContext context);
    }

    private OperationEntry(Builder declared, Function<Map<String, String>, Command> reader) {
        this.declared = declared;
        this.reader = reader;
    }

    /** Begins an entry for operators, with parameters in the query, which breaks no lease. */
    static Builder of(OperationName operation) {
        return new Builder(operation);
    }

    /** Returns the name on every surface, in lower case with hyphens. */
    public String name() {
        return declared.operation.text();
    }

    /** Returns other accepted names in paths. */
    public List<String> aliases() {
        return declared.aliases;
    }

    /** Returns a few words in the imperative. */
    public String title() {
        return declared.title;
    }

    /** Returns the effect on connections, leases and callers, in sentences. */
    public String description() {
        return declared.description;
    }

    /** Returns the least role that may order the operation. */
    public Role role() {
        return declared.role;
    }

    /** Returns whether the operation may break a lease under its holder. */
    public boolean breaksLeases() {
        return declared.breaksLeases;
    }

    /** Returns the place of the parameters in a REST request. */
    public ParameterPlace place() {
        return declared.place;
    }

    /** Returns the parameters in the order of the documentation. */
    public List<ValueSpec<?>> parameters() {
        return declared.parameters;
    }

    /** Returns further forms of the operation over JMX. */
    public List<ShortForm> shortForms() {
        return declared.shortForms;
    }

    /** Returns the name in camel case, for methods and generated clients. */
    public String methodName() {
        return declared.methodName();
    }

    /** Returns the names of the parameters. */
    public List<String> parameterNames() {
        return parameters().stream().<String>map(ValueSpec::name).toList();
    }

    /** Returns the parameter of this name. */
    public Optional<ValueSpec<?>> parameter(String parameter) {
        return parameters().stream()
                .filter(each -> each.name().equals(parameter))
                .findFirst();
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
        if (place() == ParameterPlace.CREATE) {
            return;
        }
        given.stream().filter(key -> !known.contains(key)).findFirst().ifPresent(unknown -> {
            throw BadValue.unknown(unknown, "parameter of " + name(), known);
        });
    }

    /** Returns the name. */
    @Override
    public String toString() {
        return name();
    }

    /** Fills an entry by name. For one thread, and for one entry. */
    static final class Builder {

        private final OperationName operation;
        private List<String> aliases = List.of();
        private String title = "";
        private String description = "";
        private Role role = Role.OPERATOR;
        private boolean breaksLeases;
        private ParameterPlace place = ParameterPlace.QUERY;
        private List<ValueSpec<?>> parameters = List.of();
        private List<ShortForm> shortForms = List.of();
        private Function<Arguments, Effort> effort = arguments -> Effort.LONG;

        private Builder(OperationName operation) {
            this.operation = operation;
        }

        /** Adds other accepted names in paths. */
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

        Builder breaksLeases() {
            breaksLeases = true;
            return this;
        }

        Builder place(ParameterPlace ofParameters) {
            place = ofParameters;
            return this;
        }

        Builder parameters(ValueSpec<?>... specs) {
            return parameters(List.of(specs));
        }

        Builder parameters(List<ValueSpec<?>> specs) {
            parameters = List.copyOf(specs);
            return this;
        }

        /** Sets the time for which the operation may occupy a thread; by default as long as leases are held. */
        Builder effort(Effort always) {
            return effort(arguments -> always);
        }

        /** Sets the time for which the operation may occupy a thread, by its arguments. */
        Builder effort(Function<Arguments, Effort> byArguments) {
            effort = byArguments;
            return this;
        }

        /** Adds forms for JMX. */
        Builder shortForms(ShortForm... forms) {
            shortForms = List.of(forms);
            return this;
        }

        /** Adds a form for JMX without parameters: a click starts the operation with its defaults. */
        Builder shortFormWithoutParameters() {
            return shortForms(ShortForm.of(methodName()));
        }

        private String methodName() {
            StringBuilder method = new StringBuilder();
            for (String word : operation.text().split("-", -1)) {
                method.append(method.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
            }
            return method.toString();
        }

        /**
         * Returns the entry of an operation on an existing pool.
         *
         * @param work makes the work from the arguments, and refuses arguments that do not belong together
         */
        OperationEntry does(Function<Arguments, PoolWork> work) {
            return doesOnPools(arguments -> {
                PoolWork onPool = work.apply(arguments);
                return (pools, pool, context) -> onPool.on(pools.pool(pool), context);
            });
        }

        /** Returns the entry of an operation on the list of pools. */
        OperationEntry doesOnPools(Function<Arguments, Body> work) {
            return reads(given -> {
                Arguments arguments = new Arguments(given);
                List<Argument> values = Argument.of(parameters, arguments);
                return new Command(operation, values, effort.apply(arguments), work.apply(arguments));
            });
        }

        /** Returns the entry of an operation that reads its texts itself. */
        OperationEntry reads(Function<Map<String, String>, Command> reader) {
            return new OperationEntry(this, reader);
        }
    }
}
