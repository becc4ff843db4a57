package dev.sluice.adapter.rest;

import dev.sluice.control.PoolControl;
import dev.sluice.pool.ConnectionInfo;
import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.leak.LeakSuspect;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.pool.operation.Selector;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of one pool and done to it. Each method is one call of {@link PoolControl}; the subclasses say
 * which pool.
 */
abstract class PoolResource {

    private static final int MAX_EVENTS = 1000;

    final PoolControl control;

    PoolResource(PoolControl control) {
        this.control = control;
    }

    /** The pool's name. */
    abstract String name();

    @GET
    @Operation(summary = "The pool at a glance", description = "Its state, its size, and whether it can do its work.")
    public PoolOverview overview() {
        return PoolOverview.of(control.stats(name()), control.readiness(name()));
    }

    @GET
    @Path("stats")
    @Operation(
            summary = "Statistics",
            description = "One look at the pool: total = available + inUse, which agrees with the list of connections.")
    public PoolStats stats() {
        return control.stats(name());
    }

    @GET
    @Path("connections")
    @Operation(
            summary = "The connections",
            description = "Oldest first: who is idle, who is held, by whom, for how long.")
    public List<ConnectionInfo> connections() {
        return control.stats(name()).connections();
    }

    @GET
    @Path(RequestFilters.LEAKS)
    @Operation(
            summary = "Connections that do not come back",
            description = "Those that were reported as leaks and are still out, the longest first: who holds them, what"
                    + " for, since when. The pool looks for them once in each maintenance interval.")
    public List<LeakSuspect> leaks(
            @QueryParam(RequestFilters.STACKS)
                    @DefaultValue("false")
                    @Parameter(
                            description =
                                    "Whether to tell where they were acquired, if that was captured, and where their"
                                            + " holders are now. That is an operator's to know: it needs what a change"
                                            + " needs.",
                            example = "false",
                            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
                    String stacks) {
        return control.leaks(name(), Parameters.flag(RequestFilters.STACKS, stacks));
    }

    @GET
    @Path("events")
    @Operation(summary = "The last events", description = "Oldest first. The last 1000 are kept.")
    public List<PoolEvent> events(
            @QueryParam("limit")
                    @DefaultValue("100")
                    @Parameter(
                            description = "How many, the latest ones.",
                            example = "20",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "1000",
                                            defaultValue = "100"))
                    String limit) {
        int count = Parameters.number("limit", limit, 1, MAX_EVENTS);
        return control.events(name(), count).stream().map(Shown::event).toList();
    }

    @GET
    @Path("readiness")
    @Operation(
            summary = "Whether it can do its work",
            description = "Always 200; probes are under /q/health. A full pool is ready: callers wait, but are served.")
    public PoolReadiness readiness() {
        return PoolReadiness.of(control.readiness(name()));
    }

    @GET
    @Path("verbose")
    @Operation(summary = "How much is logged", description = "Whether the log has a line for each lease.")
    public Verbosity verbosity() {
        return new Verbosity(name(), control.isVerbose(name()));
    }

    @POST
    @Path("verbose")
    @Operation(
            summary = "Log more or less",
            description = "Switches the log lines for single connections on or off. It lasts until the next start.")
    public Verbosity verbose(
            @QueryParam("on")
                    @Parameter(
                            required = true,
                            description = "Whether there shall be a line for each lease.",
                            example = "true",
                            schema = @Schema(type = SchemaType.BOOLEAN))
                    @Nullable
                    String on) {
        control.setVerbose(name(), Parameters.flag("on", on));
        return verbosity();
    }

    @POST
    @Path("reset")
    @Operation(
            summary = "Start over with new connections",
            description = "A new generation: idle connections are closed now, those in use when they are released, and"
                    + " the pool is refilled to its minimum. Nobody notices, unless it is forced.")
    public OperationReport reset(
            @QueryParam("force")
                    @DefaultValue("false")
                    @Parameter(
                            description = "Close connections in use at once, too, under whoever uses them.",
                            example = "false",
                            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
                    String force) {
        boolean forced = Parameters.flag("force", force);
        return perform(() -> control.reset(name(), forced));
    }

    @POST
    @Path("expire")
    @Operation(
            summary = "Retire certain connections",
            description = "Those that meet every condition given; without any, those past their lifetime. Idle ones are"
                    + " closed now, those in use when they are released, and the pool is refilled to its minimum."
                    + " Durations are written as PT10M, 10m, 1h30m, 500ms, or as a number of seconds.")
    public OperationReport expire(
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
                    String name) {
        var age = Parameters.duration("olderThan", olderThan);
        var idle = Parameters.duration("idleFor", idleFor);
        String only = Parameters.name("name", name);
        return perform(() -> control.expire(name(), new Selector(age, idle, only)));
    }

    @POST
    @Path("renew")
    @Operation(
            summary = "Replace every connection",
            description = "One after the other, the new one before the old one where there is room, so that the pool is"
                    + " never smaller than before.")
    public OperationReport renew() {
        return perform(() -> control.renew(name()));
    }

    @POST
    @Path("fill")
    @Operation(
            summary = "Create connections ahead of demand",
            description = "Until there are as many as the target says, at most the maximum.")
    public OperationReport fill(
            @QueryParam("target")
                    @Parameter(
                            description = "How many there shall be; the maximum if it is left out.",
                            example = "15",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "0"))
                    @Nullable
                    String target) {
        Integer count = Parameters.number("target", target);
        return perform(() -> control.fill(name(), count));
    }

    @POST
    @Path("release")
    @Operation(
            summary = "Take a connection away from its holder",
            description = "It is closed under whoever holds it, whose own release is harmless then.")
    public OperationReport release(
            @QueryParam("connection")
                    @Parameter(
                            required = true,
                            description = "The name of the connection.",
                            example = "conn_7_1767225600123456789")
                    @Nullable
                    String connection) {
        return perform(() -> control.release(name(), connection));
    }

    private static OperationReport perform(Supplier<OperationReport> operation) {
        OperationReport report = Shown.report(ask(operation));
        if (!report.complete()) {
            throw Refusal.incomplete(report);
        }
        return report;
    }

    private static OperationReport ask(Supplier<OperationReport> operation) {
        try {
            return operation.get();
        } catch (IllegalArgumentException e) {
            throw Refusal.of(e);
        }
    }
}
