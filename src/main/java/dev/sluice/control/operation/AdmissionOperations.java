package dev.sluice.control.operation;

import static dev.sluice.control.operation.OperationParameters.CLOSE_MODE;
import static dev.sluice.control.operation.OperationParameters.PATIENCE;

import dev.sluice.control.operation.Command.Effort;
import dev.sluice.control.operation.ShortForm.Answer;
import dev.sluice.control.operation.ShortForm.Input;
import dev.sluice.pool.operation.OperationName;
import java.util.List;

/** The operations that let callers wait, refuse callers, or end the pool; and the reset of its counters. */
final class AdmissionOperations {

    private AdmissionOperations() {}

    /** Returns the entries in the order of the documentation. */
    static List<OperationEntry> entries() {
        return List.of(pause(), resume(), disable(), enable(), drain(), close(), resetStatistics());
    }

    private static OperationEntry pause() {
        return OperationEntry.of(OperationName.PAUSE)
                .title("Let callers wait")
                .description("Callers wait, up to their deadlines, until the pool is resumed. Leases continue, and no"
                        + " connection is closed. The pool stays ready. A second pause changes nothing.")
                .effort(Effort.NONE)
                .shortForms(ShortForm.of("pause")
                        .describedAs(
                                "Lets all callers wait, with their deadlines, until the pool is resumed. Returns the state.")
                        .answering(Answer.STATE))
                .does(arguments -> (pool, context) -> pool.pause(context));
    }

    private static OperationEntry resume() {
        return OperationEntry.of(OperationName.RESUME)
                .title("End a pause")
                .description(
                        "Admits the waiting callers in the order of their turns. Changes nothing if the pool is not"
                                + " paused.")
                .effort(Effort.NONE)
                .shortForms(ShortForm.of("resume")
                        .describedAs("Admits callers again. Returns the state.")
                        .answering(Answer.STATE))
                .does(arguments -> (pool, context) -> pool.resume(context));
    }

    private static OperationEntry disable() {
        return OperationEntry.of(OperationName.DISABLE)
                .title("Refuse callers")
                .description("Refuses callers, also those that wait, until the pool is enabled. Leases continue, and no"
                        + " connection is closed. The pool is not ready.")
                .effort(Effort.NONE)
                .does(arguments -> (pool, context) -> pool.disable(context));
    }

    private static OperationEntry enable() {
        return OperationEntry.of(OperationName.ENABLE)
                .title("Admit callers again")
                .description("Admits callers after disable or drain. A drained pool is refilled to its minimum.")
                .effort(Effort.STEPS)
                .does(arguments -> (pool, context) -> pool.enable(context));
    }

    private static OperationEntry drain() {
        return OperationEntry.of(OperationName.DRAIN)
                .title("Empty the pool")
                .description("Refuses callers, closes idle connections and waits for leases. The report names the"
                        + " holders of leases that are left. Afterwards the pool is disabled, and empty until it is"
                        + " enabled.")
                .parameters(PATIENCE)
                .shortForms(ShortForm.of("drain", Input.seconds(PATIENCE, "Maximum wait for leases, in seconds."))
                        .describedAs("Refuses callers, closes idle connections and waits for leases; afterwards the"
                                + " pool is disabled."))
                .does(arguments -> (pool, context) -> pool.drain(arguments.need(PATIENCE), context));
    }

    private static OperationEntry close() {
        return OperationEntry.of(OperationName.CLOSE)
                .title("Close the pool")
                .description("Refuses callers and closes all connections, for leased ones as the mode says. Only a"
                        + " restart of the service opens the pool again.")
                .breaksLeases()
                .parameters(CLOSE_MODE, PATIENCE)
                .does(arguments ->
                        (pool, context) -> pool.close(arguments.need(CLOSE_MODE), arguments.need(PATIENCE), context));
    }

    private static OperationEntry resetStatistics() {
        return OperationEntry.of(OperationName.RESET_STATISTICS)
                .title("Reset the counters")
                .description(
                        "Sets all counters to zero. Metrics see a restart of the counters. A lease that is held at that moment is not"
                                + " counted, also when it ends: released is never greater than acquired.")
                .effort(Effort.NONE)
                .does(arguments -> (pool, context) -> pool.resetStatistics(context));
    }
}
