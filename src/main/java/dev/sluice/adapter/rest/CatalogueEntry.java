package dev.sluice.adapter.rest;

import dev.sluice.control.operation.OperationEntry;
import dev.sluice.value.Shape;
import dev.sluice.value.ValueSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operation as a client can order it, with all data for a form or a command.
 *
 * @param name the name of the operation
 * @param title a few words in the imperative
 * @param description the effect on connections, leases and callers
 * @param role the least role that may order it
 * @param breaksLeases whether it may break a lease under its holder
 * @param method the method of HTTP
 * @param path the path, with {name} in place of the pool
 * @param parametersIn the place of the parameters: QUERY, or BODY for a JSON object
 * @param takesSettings whether rules of the gate, and settings by their keys, are accepted in addition to the
 *     parameters
 * @param parameters the parameters in the order of the documentation
 */
public record CatalogueEntry(
        String name,
        String title,
        String description,
        String role,
        boolean breaksLeases,
        String method,
        String path,
        String parametersIn,
        boolean takesSettings,
        List<Parameter> parameters) {

    private static final String POOL = "/pools/{name}";

    /**
     * A parameter of an operation.
     *
     * @param name the name of the parameter
     * @param type FLAG, INTEGER, LONG, DECIMAL, DURATION or TEXT
     * @param takes the permitted values, in words
     * @param min the smallest number; null without a lower bound
     * @param max the largest number; null without an upper bound
     * @param choices the values of a choice; empty for any other type
     * @param required whether a value must be given
     * @param secret whether the value must never be shown
     * @param defaultValue the default in words; null without one
     * @param description the meaning, with unit
     * @param example a value
     */
    public record Parameter(
            String name,
            String type,
            String takes,
            @Nullable Long min,
            @Nullable Long max,
            List<String> choices,
            boolean required,
            boolean secret,
            @Nullable String defaultValue,
            String description,
            String example) {

        static Parameter of(ValueSpec<?> parameter) {
            Shape shape = parameter.type().shape();
            return new Parameter(
                    parameter.name(),
                    shape.base().name(),
                    parameter.type().kind(),
                    shape.min(),
                    shape.max(),
                    shape.choices(),
                    parameter.isRequired(),
                    parameter.isSecret(),
                    parameter.shownDefault(),
                    parameter.description(),
                    parameter.example());
        }
    }

    /** Describes an entry of the catalogue for an API at the given path. */
    static CatalogueEntry of(OperationEntry entry, String root) {
        String method = entry.place() == OperationEntry.ParameterPlace.DELETE ? "DELETE" : "POST";
        String path = switch (entry.place()) {
            case CREATE -> "/pools";
            case DELETE -> POOL;
            case QUERY, BODY -> POOL + "/" + entry.name();
        };
        boolean inBody = entry.place() == OperationEntry.ParameterPlace.BODY
                || entry.place() == OperationEntry.ParameterPlace.CREATE;
        return new CatalogueEntry(
                entry.name(),
                entry.title(),
                entry.description(),
                entry.role().name(),
                entry.breaksLeases(),
                method,
                root + path,
                inBody ? "BODY" : "QUERY",
                entry.place() == OperationEntry.ParameterPlace.CREATE,
                entry.parameters().stream().map(Parameter::of).toList());
    }
}
