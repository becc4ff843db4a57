package dev.sluice.control.operation;

import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationReport;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The work of an operation on a pool. Immutable; equal to another command with the same effect. Created by {@link
 * Commands}.
 */
public final class Command {

    private final String name;
    private final Map<String, String> parameters;
    private final List<Object> identity;
    private final Body body;
    private final Effort effort;

    /** The time for which a command may occupy the thread that runs it. */
    enum Effort {
        /** Changes the pool's rules and returns, also in a dry run. */
        NONE,
        /** Takes effect at once; later steps have a limit, such as connecting. */
        STEPS,
        /** May last as long as leases are held, or as its pace requires; a dry run only reads the state of the pool. */
        LONG,
        /** Lasts like {@link #LONG}, but a dry run tries the target. */
        LONG_AND_TRIED;

        /** Returns the effort of a dry run of the same command. */
        Effort ofDryRun() {
            return this == LONG_AND_TRIED ? STEPS : NONE;
        }
    }

    /** The work itself. */
    @FunctionalInterface
    interface Body {
        OperationReport on(PoolDirectory pools, String pool, OperationContext context);
    }

    /**
     * @param name name of the operation
     * @param parameters the parameters without secrets
     * @param secrets values that distinguish the command from others, but must not be shown
     * @param effort the time for which the command may occupy a thread
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

    /** Returns the name of the operation, such as reset or switch-endpoint. */
    public String name() {
        return name;
    }

    /** Returns the parameters, without secrets. */
    public Map<String, String> parameters() {
        return parameters;
    }

    /** Returns the time for which the command may occupy the thread that runs it. */
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
