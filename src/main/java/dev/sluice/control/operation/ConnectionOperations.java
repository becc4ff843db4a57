package dev.sluice.control.operation;

import static dev.sluice.control.operation.OperationParameters.AT_ONCE;
import static dev.sluice.control.operation.OperationParameters.CONNECTION_NAME;
import static dev.sluice.control.operation.OperationParameters.HOLDER;
import static dev.sluice.control.operation.OperationParameters.MOST_FAILURES;
import static dev.sluice.control.operation.OperationParameters.NAME;
import static dev.sluice.control.operation.OperationParameters.PER_SECOND;
import static dev.sluice.control.operation.OperationParameters.TAG;
import static dev.sluice.control.operation.OperationParameters.TENANT;
import static dev.sluice.value.ValueSpec.optional;
import static dev.sluice.value.ValueSpec.required;

import dev.sluice.control.operation.ShortForm.Input;
import dev.sluice.pool.PoolOperations;
import dev.sluice.pool.operation.LeaseSelector;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.pool.operation.Pace;
import dev.sluice.pool.operation.Selector;
import dev.sluice.value.Arguments;
import dev.sluice.value.ValueSpec;
import dev.sluice.value.Values;
import java.time.Duration;
import java.util.List;

/** The operations that replace, validate and take away connections. */
final class ConnectionOperations {

    private static final ValueSpec<Boolean> FORCE = optional(
                    "force", Values.FLAG, "Closes leased connections at once, under their holders.", "false")
            .or(false, "false");

    private static final ValueSpec<Duration> OLDER_THAN =
            optional("olderThan", Values.DURATION, "Only connections of more than this age.", "10m");
    private static final ValueSpec<Duration> IDLE_FOR =
            optional("idleFor", Values.DURATION, "Only connections that were idle for at least this time.", "1m");
    private static final ValueSpec<String> ONE_NAME =
            optional("name", NAME, "Only the connection of this name.", CONNECTION_NAME);
    private static final ValueSpec<Long> GENERATION = optional(
            "generationBefore",
            Values.wholeNumber(0, Long.MAX_VALUE),
            "Only connections of an earlier generation than this.",
            "3");

    private static final ValueSpec<String> CONNECTION =
            optional("connection", NAME, "Only the lease of the connection of this name.", CONNECTION_NAME);
    private static final ValueSpec<Duration> HELD_FOR =
            optional("heldFor", Values.DURATION, "Only leases that were acquired at least this time ago.", "30s");

    private static final ValueSpec<FlushMode> FLUSH_MODE = required(
            "mode",
            Values.choice(FlushMode.class),
            "ALL closes every connection, under its holder too; GRACEFUL resets; IDLE closes idle connections; INVALID"
                    + " validates idle connections; LEAK breaks leases beyond the leak threshold; FILL creates up to"
                    + " the minimum.",
            "GRACEFUL");

    private ConnectionOperations() {}

    /** Returns the entries in the order of the documentation. */
    static List<OperationEntry> entries() {
        return List.of(reset(), expire(), renew(), validate(), flush(), release());
    }

    private static OperationEntry reset() {
        return OperationEntry.of(OperationName.RESET)
                .title("Replace all connections")
                .description("Begins a new generation: closes idle connections now and leased connections when they are"
                        + " released, then refills the pool to its minimum. Callers wait as usual. With force, leased"
                        + " connections are closed at once.")
                .breaksLeases()
                .parameters(FORCE)
                .shortFormWithoutParameters()
                .does(arguments -> (pool, context) -> pool.reset(arguments.need(FORCE), context));
    }

    private static OperationEntry expire() {
        return OperationEntry.of(OperationName.EXPIRE)
                .title("Retire selected connections")
                .description("Retires the connections that meet every given condition; without conditions, those past"
                        + " their lifetime. Idle connections are closed now, leased ones when they are released. The"
                        + " pool is refilled to its minimum. Tag, tenant and holder select leased connections only.")
                .parameters(OLDER_THAN, IDLE_FOR, ONE_NAME, TAG, TENANT, GENERATION, HOLDER)
                .shortForms(
                        ShortForm.of("expire"),
                        ShortForm.of("expireOlderThan", Input.seconds(OLDER_THAN, "Age in seconds."))
                                .describedAs("Retires the connections older than this and refills to the minimum."))
                .does(arguments -> {
                    Selector selector = resources(arguments);
                    return (pool, context) -> pool.expire(selector, context);
                });
    }

    private static Selector resources(Arguments arguments) {
        return new Selector(
                arguments.get(OLDER_THAN),
                arguments.get(IDLE_FOR),
                arguments.get(ONE_NAME),
                OperationParameters.tags(arguments),
                arguments.get(TENANT),
                arguments.get(GENERATION),
                arguments.get(HOLDER));
    }

    private static OperationEntry renew() {
        return OperationEntry.of(OperationName.RENEW)
                .title("Replace all connections at a pace")
                .description("Replaces each connection, the new one before the old one where there is room, so that the"
                        + " pool never shrinks. Stops when more creations fail than allowed; connections that were not"
                        + " replaced stay in use.")
                .parameters(AT_ONCE, PER_SECOND, MOST_FAILURES)
                .shortFormWithoutParameters()
                .does(arguments -> {
                    Pace pace = OperationParameters.pace(arguments);
                    return (pool, context) -> pool.renew(pace, context);
                });
    }

    private static OperationEntry validate() {
        return OperationEntry.of(OperationName.VALIDATE)
                .title("Validate idle connections")
                .description("Validates all idle connections now. Connections that do not work are closed, and the pool"
                        + " is refilled to its minimum. Leased connections are not touched.")
                .does(arguments -> (pool, context) -> pool.validate(context));
    }

    private static OperationEntry flush() {
        return OperationEntry.of(OperationName.FLUSH)
                .title("Flush by a mode of Agroal")
                .description("Does one of the six flushes that Agroal has.")
                .breaksLeases()
                .parameters(FLUSH_MODE)
                .does(arguments -> (pool, context) -> flush(pool, arguments.need(FLUSH_MODE), context));
    }

    private static OperationReport flush(PoolOperations<?> pool, FlushMode mode, OperationContext context) {
        return switch (mode) {
            case ALL -> pool.reset(true, context);
            case GRACEFUL -> pool.reset(false, context);
            case IDLE -> pool.expire(new Selector(null, Duration.ZERO, null), context);
            case INVALID -> pool.validate(context);
            case LEAK -> pool.reclaimLeaks(context);
            case FILL -> pool.fill(pool.config().minSize(), context);
        };
    }

    private static OperationEntry release() {
        return OperationEntry.of(OperationName.RELEASE)
                .title("Take connections from their holders")
                .description(
                        "Breaks the leases that meet every given condition; at least one condition is required. The"
                                + " running statement is cancelled on the server and the connection is closed; the holder's own"
                                + " release does no harm afterwards. brokenLeases lists each lease, its holder, and whether its"
                                + " statement may still run on the server.")
                .breaksLeases()
                .parameters(CONNECTION, HELD_FOR, TAG, TENANT, HOLDER)
                .shortForms(
                        ShortForm.of("release", Input.of(CONNECTION))
                                .describedAs("Takes a connection away from its holder, and closes it."),
                        ShortForm.of(
                                        "releaseWhere",
                                        Input.pairs(
                                                "conditions",
                                                "Conditions as key=value, separated by commas, at least one: connection"
                                                        + " (its name), heldFor (minimum time since the acquire, as"
                                                        + " 30s), tag (key:value), tenant, holder (name of the thread).",
                                                "heldFor=30s,tenant=acme"))
                                .describedAs("Takes every connection whose lease meets all conditions away from its"
                                        + " holder, and closes it.")
                                .withDryRun())
                .does(arguments -> {
                    LeaseSelector selector = leases(arguments);
                    return (pool, context) -> pool.reclaim(selector, context);
                });
    }

    private static LeaseSelector leases(Arguments arguments) {
        return new LeaseSelector(
                arguments.get(CONNECTION),
                arguments.get(HELD_FOR),
                OperationParameters.tags(arguments),
                arguments.get(TENANT),
                arguments.get(HOLDER));
    }
}
