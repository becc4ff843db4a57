package dev.sluice.control.operation;

import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.operation.OperationReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An operation of the catalogue with its arguments. Immutable; equal to another command of the same operation with the
 * same arguments. Created by {@link OperationEntry#command}.
 */
public final class Command {

    private final OperationName operation;
    private final List<Argument> arguments;
    private final Effort effort;
    private final Body body;

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
     * @param operation the operation; its name is in the report, the events, the log lines and the meters
     * @param effort the time for which the command may occupy a thread
     */
    Command(OperationName operation, List<Argument> arguments, Effort effort, Body body) {
        this.operation = operation;
        this.arguments = List.copyOf(arguments);
        this.effort = effort;
        this.body = body;
    }

    /** Returns the name of the operation, such as reset or switch-endpoint. */
    public String name() {
        return operation.text();
    }

    /** Returns the arguments as texts by the names of their parameters. Secrets are hidden. */
    public Map<String, String> parameters() {
        Map<String, String> texts = new LinkedHashMap<>();
        arguments.forEach(argument -> texts.put(argument.name(), argument.text()));
        return texts;
    }

    /** Returns the arguments. */
    List<Argument> arguments() {
        return arguments;
    }

    /** Returns the time for which the command may occupy the thread that runs it. */
    Effort effort(boolean dryRun) {
        return dryRun ? effort.ofDryRun() : effort;
    }

    OperationReport on(PoolDirectory pools, String pool, OperationContext context) {
        return body.on(pools, pool, context.named(operation));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Command command
                && operation.equals(command.operation)
                && arguments.equals(command.arguments);
    }

    @Override
    public int hashCode() {
        return Objects.hash(operation, arguments);
    }

    /** Returns the name and the arguments. Secrets are hidden. */
    @Override
    public String toString() {
        return name() + arguments;
    }
}
