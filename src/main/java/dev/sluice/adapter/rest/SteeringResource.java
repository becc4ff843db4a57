package dev.sluice.adapter.rest;

import dev.sluice.control.PoolControl;
import dev.sluice.control.operation.Command;
import dev.sluice.control.operation.Commands;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.operation.LeaseSelector;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.pool.operation.Pace;
import dev.sluice.pool.operation.Selector;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * The operations on one pool. Each method reads what it was given and places one order; how it is carried out and
 * answered is the same for all.
 */
abstract class SteeringResource extends GateResource {

    private static final int MOST = 1000;

    private final Orders orders;

    SteeringResource(PoolControl control, Orders orders) {
        super(control);
        this.orders = orders;
    }

    @POST
    @Path("reset")
    @Operates
    @Operation(
            summary = "Start over with new connections",
            description = "A new generation: idle connections are closed now, those in use when they are released, and"
                    + " the pool is refilled to its minimum. Nobody notices, unless it is forced.")
    public Uni<OperationReport> reset(
            @QueryParam("force")
                    @DefaultValue("false")
                    @Parameter(
                            description = "Close connections in use at once, too, under whoever uses them.",
                            example = "false",
                            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
                    String force) {
        return perform(Commands.reset(Parameters.flag("force", force)));
    }

    @POST
    @Path("expire")
    @Operates
    @Operation(
            summary = "Retire certain connections",
            description = "Those that meet every condition given; without any, those past their lifetime. Idle ones are"
                    + " closed now, those in use when they are released, and the pool is refilled to its minimum. By"
                    + " tag, tenant and holder only those in use can be told. Durations are written as PT10M, 10m,"
                    + " 1h30m, 500ms, or as a number of seconds.")
    public Uni<OperationReport> expire(
            @QueryParam("olderThan")
                    @Parameter(
                            description = "Only those of more than this age.",
                            example = "PT10M",
                            schema = @Schema(type = SchemaType.STRING, format = "duration"))
                    @Nullable
                    String olderThan,
            @QueryParam("idleFor")
                    @Parameter(
                            description = "Only those that were not used for longer than this.",
                            example = "1m",
                            schema = @Schema(type = SchemaType.STRING, format = "duration"))
                    @Nullable
                    String idleFor,
            @QueryParam("name")
                    @Parameter(
                            description = "Only the connection of this name.",
                            example = "conn_7_1767225600123456789")
                    @Nullable
                    String name,
            @QueryParam("tag")
                    @Parameter(description = "Only those in use with this tag.", example = "feature:billing")
                    @Nullable
                    String tag,
            @QueryParam("tenant")
                    @Parameter(description = "Only those in use for this tenant.", example = "acme")
                    @Nullable
                    String tenant,
            @QueryParam("generationBefore")
                    @Parameter(
                            description = "Only those of an earlier generation than this.",
                            example = "3",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "0"))
                    @Nullable
                    String generationBefore,
            @QueryParam("holder")
                    @Parameter(description = "Only those in use by the thread of this name.", example = "worker-3")
                    @Nullable
                    String holder) {
        return perform(() -> Commands.expire(new Selector(
                Parameters.duration("olderThan", olderThan),
                Parameters.duration("idleFor", idleFor),
                Parameters.name("name", name),
                Parameters.tag("tag", tag),
                Parameters.name("tenant", tenant),
                Parameters.generation("generationBefore", generationBefore),
                Parameters.name("holder", holder))));
    }

    @POST
    @Path("renew")
    @Operates
    @Operation(
            summary = "Replace every connection",
            description = "At a pace, the new one before the old one where there is room, so that the pool is never"
                    + " smaller than before. It stops by itself when too many cannot be created.")
    public Uni<OperationReport> renew(
            @QueryParam("atOnce")
                    @DefaultValue("1")
                    @Parameter(
                            description = "How many are replaced at the same time.",
                            example = "2",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", defaultValue = "1"))
                    String atOnce,
            @QueryParam("perSecond")
                    @DefaultValue("0")
                    @Parameter(
                            description = "How many are created in a second at most; 0 for no limit.",
                            example = "5",
                            schema = @Schema(type = SchemaType.NUMBER, minimum = "0", defaultValue = "0"))
                    String perSecond,
            @QueryParam("mostFailures")
                    @DefaultValue("0")
                    @Parameter(
                            description = "How many may fail to be created before it stops.",
                            example = "1",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "0", defaultValue = "0"))
                    String mostFailures) {
        return perform(() -> Commands.renew(new Pace(
                Parameters.number("atOnce", atOnce, 1, MOST),
                Parameters.decimal("perSecond", perSecond, 0, MOST),
                Parameters.number("mostFailures", mostFailures, 0, MOST))));
    }

    @POST
    @Path("fill")
    @Operates
    @Operation(
            summary = "Create connections ahead of demand",
            description = "Until there are as many as the target says, at most the maximum.")
    public Uni<OperationReport> fill(
            @QueryParam("target")
                    @Parameter(
                            description = "How many there shall be; the maximum if it is left out.",
                            example = "15",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "0"))
                    @Nullable
                    String target) {
        return perform(Commands.fill(Parameters.size("target", target)));
    }

    @POST
    @Path("warmup")
    @Operates
    @Operation(
            summary = "Create connections ahead of demand, gently",
            description = "As fill, but only so many at the same time.")
    public Uni<OperationReport> warmUp(
            @QueryParam("target")
                    @Parameter(
                            description = "How many there shall be; the minimum if it is left out.",
                            example = "15",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "0"))
                    @Nullable
                    String target,
            @QueryParam("atOnce")
                    @DefaultValue("2")
                    @Parameter(
                            description = "How many are created at the same time.",
                            example = "2",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", defaultValue = "2"))
                    String atOnce) {
        return perform(
                Commands.warmUp(Parameters.size("target", target), Parameters.number("atOnce", atOnce, 1, MOST)));
    }

    @POST
    @Path("validate")
    @Operates
    @Operation(
            summary = "See whether idle connections work",
            description = "All of them, now. Those that do not are closed, and the pool is refilled to its minimum."
                    + " Those in use are left alone.")
    public Uni<OperationReport> validate() {
        return perform(Commands.validate());
    }

    @POST
    @Path("flush")
    @Operates
    @Operation(
            summary = "Agroal's flush, by its six words",
            description = "ALL closes everything under whoever uses it, GRACEFUL resets, IDLE closes what is idle,"
                    + " INVALID validates what is idle, LEAK breaks leases beyond the leak threshold, FILL creates up"
                    + " to the minimum.")
    public Uni<OperationReport> flush(
            @QueryParam("mode")
                    @Parameter(
                            required = true,
                            description = "One of ALL, IDLE, INVALID, LEAK, GRACEFUL, FILL.",
                            example = "GRACEFUL")
                    @Nullable
                    String mode) {
        return perform(Commands.flush(Parameters.choice("mode", mode, Commands.Flush.class)));
    }

    @POST
    @Path("release")
    @Operates
    @Operation(
            summary = "Take connections away from their holders",
            description = "Breaks the leases that meet every condition given, of which at least one is needed. The"
                    + " statement that runs is canceled on the server, and the connection is closed; the holder's own"
                    + " release is harmless then. brokenLeases lists each lease, its holder, and whether its statement"
                    + " may still run on the server.")
    public Uni<OperationReport> release(
            @QueryParam("connection")
                    @Parameter(
                            description = "Only the connection of this name.",
                            example = "conn_7_1767225600123456789")
                    @Nullable
                    String connection,
            @QueryParam("heldFor")
                    @Parameter(
                            description = "Only leases that have been out for at least this time (0 to 100 years).",
                            example = "30s",
                            schema = @Schema(type = SchemaType.STRING, format = "duration"))
                    @Nullable
                    String heldFor,
            @QueryParam("tag")
                    @Parameter(description = "Only leases with this tag, key:value.", example = "feature:billing")
                    @Nullable
                    String tag,
            @QueryParam("tenant") @Parameter(description = "Only leases of this tenant.", example = "acme") @Nullable
                    String tenant,
            @QueryParam("holder")
                    @Parameter(
                            description = "Only leases that the thread of this name has acquired.",
                            example = "worker-3")
                    @Nullable
                    String holder) {
        return perform(() -> Commands.release(new LeaseSelector(
                connection,
                Parameters.duration("heldFor", heldFor),
                Parameters.tag("tag", tag),
                Parameters.name("tenant", tenant),
                Parameters.name("holder", holder))));
    }

    @POST
    @Path("pause")
    @Operates
    @Operation(
            summary = "Let nobody in",
            description =
                    "Callers wait, with their deadlines, until the pool is resumed. Leases go on, nothing is closed."
                            + " The pool stays ready. Twice is harmless.")
    public Uni<OperationReport> pause() {
        return perform(Commands.pause());
    }

    @POST
    @Path("resume")
    @Operates
    @Operation(
            summary = "Let callers in again",
            description = "Those who wait, in the order of their turns. Harmless if the pool is not paused.")
    public Uni<OperationReport> resume() {
        return perform(Commands.resume());
    }

    @POST
    @Path("disable")
    @Operates
    @Operation(
            summary = "Refuse callers",
            description = "Those who wait, too, until the pool is enabled. Leases go on, nothing is closed. The pool is"
                    + " not ready meanwhile.")
    public Uni<OperationReport> disable() {
        return perform(Commands.disable());
    }

    @POST
    @Path("enable")
    @Operates
    @Operation(
            summary = "Take callers again",
            description = "After it was disabled or drained; a drained pool is refilled to its minimum.")
    public Uni<OperationReport> enable() {
        return perform(Commands.enable());
    }

    @POST
    @Path("drain")
    @Operates
    @Operation(
            summary = "Empty the pool",
            description =
                    "Callers are refused, idle connections are closed, and leases are waited for. The report names"
                            + " who still holds one. Afterwards the pool is disabled, and stays empty until it is enabled.")
    public Uni<OperationReport> drain(
            @QueryParam("patience")
                    @DefaultValue("30s")
                    @Parameter(
                            description = "How long to wait for leases.",
                            example = "30s",
                            schema = @Schema(type = SchemaType.STRING, format = "duration", defaultValue = "30s"))
                    String patience) {
        return perform(() -> Commands.drain(Parameters.patience("patience", patience)));
    }

    @POST
    @Path("close")
    @Operates
    @Operation(
            summary = "End the pool",
            description = "For good: callers are refused, and leases are waited for as the mode says. It can only be"
                    + " opened again by a restart of the service.")
    public Uni<OperationReport> close(
            @QueryParam("mode")
                    @DefaultValue("DRAIN")
                    @Parameter(
                            description = "DRAIN waits for leases and breaks those that are left; IDLE_ONLY leaves them"
                                    + " to their holders; FORCE breaks them at once.",
                            example = "DRAIN",
                            schema = @Schema(type = SchemaType.STRING, defaultValue = "DRAIN"))
                    String mode,
            @QueryParam("patience")
                    @DefaultValue("30s")
                    @Parameter(
                            description = "How long to wait for leases.",
                            example = "30s",
                            schema = @Schema(type = SchemaType.STRING, format = "duration", defaultValue = "30s"))
                    String patience) {
        return perform(() -> Commands.close(
                Parameters.choice("mode", mode, CloseMode.class), Parameters.patience("patience", patience)));
    }

    @POST
    @Path("resize")
    @Operates
    @Operation(
            summary = "Change the sizes",
            description =
                    "At once, both or none. Connections up to a larger minimum are created before the answer, as far as"
                            + " the deadline allows. Connections beyond a smaller maximum go as their leases end.")
    public Uni<OperationReport> resize(
            @QueryParam("min")
                    @Parameter(
                            description = "Connections that are kept; left out, it stays as it is.",
                            example = "5",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "0"))
                    @Nullable
                    String min,
            @QueryParam("max")
                    @Parameter(
                            description = "Connections that may exist at once; left out, it stays as it is.",
                            example = "30",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1"))
                    @Nullable
                    String max) {
        Integer least = Parameters.size("min", min);
        Integer most = Parameters.size("max", max);
        return perform(() -> Commands.resize(least, most), Refusal::size);
    }

    @POST
    @Path("reset-statistics")
    @Operates
    @Operation(
            summary = "Count anew",
            description = "The counters begin at zero again, also for metrics, which take it for a restart.")
    public Uni<OperationReport> resetStatistics() {
        return perform(Commands.resetStatistics());
    }

    @POST
    @Path("switch-endpoint")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operates
    @Operation(
            summary = "Move to another database server",
            description = "The target is tried first. Then callers wait, leases are waited for, new connections come"
                    + " from the target, and callers are let in again. Whatever fails leads back to the old endpoint."
                    + " A host that the configuration does not name for the pool needs username and password.")
    public Uni<OperationReport> switchEndpoint(
            @RequestBody(
                            description = "The target: url, and optionally username, password, writable (true unless"
                                    + " said otherwise: a read-only target is refused) and patience (30s: how long to"
                                    + " wait for leases).",
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema = @Schema(type = SchemaType.OBJECT),
                                            example = ApiExamples.SWITCH_ENDPOINT))
                    InputStream body) {
        return perform(() -> TargetBody.switchEndpoint(body));
    }

    @POST
    @Path("rotate-credentials")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operates
    @Operation(
            summary = "Change name or password",
            description = "The new ones are tried first, and used for new connections; the others are replaced at a"
                    + " pace, and waited for. Whatever fails leads back to the old ones.")
    public Uni<OperationReport> rotateCredentials(
            @RequestBody(
                            description = "password, username or both, and optionally atOnce (1), perSecond (0: no"
                                    + " limit), mostFailures (0) and patience (30s: how long to wait for leases that"
                                    + " still use the old ones).",
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema = @Schema(type = SchemaType.OBJECT),
                                            example = ApiExamples.ROTATE_CREDENTIALS))
                    InputStream body) {
        return perform(() -> TargetBody.rotateCredentials(body));
    }

    private Uni<OperationReport> perform(Command command) {
        return perform(() -> command);
    }

    final Uni<OperationReport> perform(Supplier<Command> command) {
        return perform(command, Refusal::of);
    }

    /** Places an order; a wrong value may show at once, or only when the operation begins. */
    private Uni<OperationReport> perform(
            Supplier<Command> command, Function<IllegalArgumentException, Refusal> refusal) {
        try {
            return orders.perform(name(), command.get())
                    .onFailure(IllegalArgumentException.class)
                    .transform(refusal);
        } catch (IllegalArgumentException e) {
            throw refusal.apply(e);
        }
    }
}
