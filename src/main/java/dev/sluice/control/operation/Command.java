package dev.sluice.control.operation;

import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationReport;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done with a pool. Immutable; equal to another one that would do the very same. Made by
 * {@link Commands}.
 */
public final class Command {

    private final String name;
    private final Map<String, String> parameters;
    private final List<Object> identity;
    private final Body body;

    /** Does it. */
    @FunctionalInterface
    interface Body {
        OperationReport on(PoolDirectory pools, String pool, OperationContext context);
    }

    /**
     * @param name of the operation
     * @param parameters fit to be shown
     * @param secrets what distinguishes it from others, but must not be shown
     */
    Command(String name, Map<String, String> parameters, List<? extends @Nullable Object> secrets, Body body) {
        this.name = name;
        this.parameters = parameters;
        this.identity = List.of(
                name, parameters, List.of(secrets.stream().map(Objects::hash).toArray()));
        this.body = body;
    }

    /** The name of the operation: reset, switch-endpoint, … */
    public String name() {
        return name;
    }

    /** What it was given, without secrets. */
    public Map<String, String> parameters() {
        return parameters;
    }

    OperationReport on(PoolDirectory pools, String pool, OperationContext context) {
        return body.on(pools, pool, context);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Command command && identity.equals(command.identity);
    }

    @Override
    public int hashCode() {
        return identity.hashCode();
    }

    @Override
    public String toString() {
        return name + parameters;
    }
}
