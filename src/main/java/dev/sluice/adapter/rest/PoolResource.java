package dev.sluice.adapter.rest;

import dev.sluice.access.Role;
import dev.sluice.control.GuardedControl;
import dev.sluice.control.Readiness;
import dev.sluice.pool.CallerFilter;
import dev.sluice.pool.ConnectionInfo;
import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.TagUse;
import dev.sluice.pool.history.PoolHistory;
import dev.sluice.pool.leak.LeakSuspect;
import dev.sluice.pool.policy.TagCounter;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Requests about one pool. Each method is one call of {@link GuardedControl}; the subclasses name the pool. */
abstract class PoolResource {

    private static final int MAX_EVENTS = PoolEvent.KEPT;

    final GuardedControl control;

    PoolResource(GuardedControl control) {
        this.control = control;
    }

    /** Returns the pool's name. */
    abstract String name();

    @GET
    @NeedsRole(Role.VIEWER)
    @Operation(summary = "Return a pool", description = "State, size and readiness of the pool.")
    public PoolOverview overview() {
        Readiness readiness = control.readiness(name());
        return PoolOverview.of(control.figures(name()), readiness);
    }

    @GET
    @NeedsRole(Role.VIEWER)
    @Path("stats")
    @Operation(
            summary = "Statistics",
            description =
                    "A consistent reading: total = available + inUse, which agrees with the list of connections, unless limit"
                            + " cuts that list."
                            + " If no connection was shown to work within probe-after (default 1 s), one is validated first; the"
                            + " answer waits for that up to probe-wait (default 200 ms). provenSecondsAgo: seconds since a"
                            + " connection was last shown to work.")
    public PoolStats stats(
            @QueryParam("limit")
                    @DefaultValue("" + PageQuery.LARGEST)
                    @Parameter(
                            description =
                                    "Maximum connections in the answer, the oldest (0–" + PageQuery.LARGEST + ").",
                            example = "100",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "0",
                                            maximum = "" + PageQuery.LARGEST,
                                            defaultValue = "" + PageQuery.LARGEST))
                    String limit,
            @QueryParam(Probing.PARAMETER)
                    @DefaultValue("true")
                    @Parameter(
                            description = Probing.DESCRIPTION,
                            example = "false",
                            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "true"))
                    String probe) {
        int most = Parameters.number("limit", limit, 0, PageQuery.LARGEST);
        return stats(most, Probing.isWanted(probe)).withDetail(Redacted::text).withConnections(most);
    }

    private PoolStats stats(int connections, boolean isProbed) {
        if (connections > 0) {
            return isProbed ? control.probedStats(name()) : control.stats(name());
        }
        if (isProbed) {
            control.readiness(name());
        }
        return control.figures(name()); // without the texts of connections
    }

    @GET
    @NeedsRole(Role.VIEWER)
    @Path("history")
    @Operation(
            summary = "The last 15 minutes",
            description = "Samples of the last 15 minutes, one a second, oldest first, as columns of the same length:"
                    + " sizes, waiters by lane, leases per second, waits, creations, timeouts and refusals. For the"
                    + " later samples alone, repeat the request with the value of 'last' of the answer as 'since'.")
    public PoolHistory history(
            @QueryParam("since")
                    @DefaultValue("0")
                    @Parameter(
                            description = "Number of the last sample that the client has (default 0: all samples). A"
                                    + " number beyond the latest is of an earlier run of the service: all samples.",
                            example = "0",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "0", defaultValue = "0"))
                    String since) {
        return control.history(name(), Parameters.number("since", since, 0, Integer.MAX_VALUE));
    }

    @GET
    @NeedsRole(Role.VIEWER)
    @Path("connections")
    @Operation(
            summary = "The connections",
            description = "A page of the connections, oldest first, with state, holder and times.")
    public List<ConnectionInfo> connections(@BeanParam PageQuery page, @BeanParam LeaseQuery leases) {
        CallerFilter filter = leases.filter();
        return page.of(control.stats(name()).connections().stream()
                .filter(each -> filter.selects(each.tenant(), each.tags(), each.traceId()))
                .toList());
    }

    @GET
    @NeedsRole(Role.VIEWER)
    @Path(RequestFilters.LEAKS)
    @Operation(
            summary = "List leaks",
            description =
                    "A page of the leases that were reported as leaks and still run, the longest first: holder, purpose,"
                            + " start. The pool checks for leaks once in each maintenance interval.")
    public List<LeakSuspect> leaks(
            @QueryParam(RequestFilters.STACKS)
                    @DefaultValue("false")
                    @Parameter(
                            description =
                                    "Adds the stack of the acquire, if it was captured, and the current stack of the"
                                            + " holder. Needs the permission of a change, because stacks are for"
                                            + " operators.",
                            example = "false",
                            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
                    String stacks,
            @BeanParam PageQuery page,
            @BeanParam CallerQuery callers) {
        CallerFilter filter = callers.filter();
        return page.of(control.leaks(name(), Parameters.flag(RequestFilters.STACKS, stacks)).stream()
                .filter(each -> filter.selects(each.lane(), each.tenant(), each.tags(), each.traceId()))
                .toList());
    }

    @GET
    @NeedsRole(Role.VIEWER)
    @Path("events")
    @Operation(
            summary = "List events",
            description = "Events, oldest first. The latest " + PoolEvent.KEPT + " are kept.")
    public List<EventView> events(
            @QueryParam("limit")
                    @DefaultValue("100")
                    @Parameter(
                            description = "Maximum events, the latest ones.",
                            example = "20",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "" + MAX_EVENTS,
                                            defaultValue = "100"))
                    String limit,
            @BeanParam LeaseQuery leases) {
        int count = Parameters.number("limit", limit, 1, MAX_EVENTS);
        CallerFilter filter = leases.filter();
        List<PoolEvent> selected = control.events(name(), PoolEvent.KEPT).stream()
                .filter(event -> filter.selects(event.tenant(), event.tags(), event.traceId()))
                .toList();
        return selected.subList(Math.max(0, selected.size() - count), selected.size()).stream()
                .map(EventView::of)
                .toList();
    }

    @GET
    @NeedsRole(Role.VIEWER)
    @Path("tags")
    @Operation(
            summary = "List leases by tag",
            description = "Leases, leases in use and waiters of each tag that the policy tagging counts; empty without"
                    + " the policy. The first " + TagCounter.MOST + " tags are counted by themselves, all others as"
                    + " other.")
    public List<TagUse> tags(@BeanParam PageQuery page) {
        return page.of(control.tags(name()));
    }

    @GET
    @NeedsRole(Role.VIEWER)
    @Path("readiness")
    @Operation(
            summary = "Return the readiness",
            description = "Always 200; probes are under /q/health. A full pool is ready: callers wait, but are served.")
    public PoolReadiness readiness() {
        return PoolReadiness.of(control.readiness(name()));
    }

    @GET
    @NeedsRole(Role.VIEWER)
    @Path("verbose")
    @Operation(summary = "Return the verbosity", description = "True if the log has a line for each lease.")
    public Verbosity verbosity() {
        return new Verbosity(name(), control.isVerbose(name()));
    }

    @POST
    @NeedsRole(Role.OPERATOR)
    @Path("verbose")
    @Operation(
            summary = "Change the verbosity",
            description = "Switches the log lines for single connections on or off. It lasts until the next start.")
    public Verbosity verbose(
            @QueryParam("on")
                    @Parameter(
                            required = true,
                            description = "True writes a log line for each lease.",
                            example = "true",
                            schema = @Schema(type = SchemaType.BOOLEAN))
                    @Nullable
                    String on) {
        control.setVerbose(name(), Parameters.flag("on", on));
        return verbosity();
    }
}
