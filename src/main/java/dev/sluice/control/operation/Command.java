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
    private final Effort effort;

    /** How long a command may keep the thread that carries it out. */
    enum Effort {
        /** It changes the pool's rules and returns, also in a dry run. */
        NONE,
        /** It has its effect at once; what follows takes the pool's bounded steps, such as connecting. */
        STEPS,
        /** It may go on for as long as leases, or its pace, last; a dry run only looks at the pool. */
        LONG,
        /** As LONG, but a dry run tries the target. */
        LONG_AND_TRIED;

        /** The same for a dry run. */
        Effort ofDryRun() {
            return this == LONG_AND_TRIED ? STEPS : NONE;
        }
    }

    /** Does it. */
    @FunctionalInterface
    interface Body {
        OperationReport on(PoolDirectory pools, String pool, OperationContext context);
    }

    /**
     * @param name of the operation
     * @param parameters fit to be shown
     * @param secrets what distinguishes it from others, but must not be shown
     * @param effort how long it may keep a thread
     */
    Command(
            String name,
            Map<String, String> parameters,
            List<? extends @Nullable Object> secrets,
            Effort effort,
            Body body) {
        this.name = name;
        this.parameters = parameters;
        this.identity = List.of(
                name, parameters, List.of(secrets.stream().map(Objects::hash).toArray()));
        this.body = body;
        this.effort = effort;
    }

    /** The name of the operation: reset, switch-endpoint, … */
    public String name() {
        return name;
    }

    /** What it was given, without secrets. */
    public Map<String, String> parameters() {
        return parameters;
    }

    /** How long it may keep the thread that carries it out. */
    Effort effort(boolean dryRun) {
        return dryRun ? effort.ofDryRun() : effort;
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
