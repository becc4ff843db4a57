package dev.sluice.adapter.rest;

import dev.sluice.access.Role;
import dev.sluice.control.GuardedControl;
import dev.sluice.control.Readiness;
import dev.sluice.control.operation.OperationCatalogue;
import dev.sluice.control.operation.OperationEntry;
import dev.sluice.control.setting.BadSetting;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.failure.UnknownPool;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.operation.OperationReport;
import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;

/** The resource of all pools. */
@Path(ApiRoot.INSIDE + "/pools")
@Guarded
@Blocking
@Cache(noStore = true)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = ApiDescription.POOLS, description = ApiDescription.ABOUT_POOLS)
@IfBuildProperty(name = "sluice.http.enabled", stringValue = "true")
public class PoolsResource {

    private final GuardedControl control;
    private final OrderPlacement orders;
    private final ApiRoot root;

    PoolsResource(GuardedControl control, OrderPlacement orders, ApiRoot root) {
        this.control = control;
        this.orders = orders;
        this.root = root;
    }

    /** Returns an overview of each pool, in the order of registration. */
    @GET
    @NeedsRole(Role.VIEWER)
    @Operation(
            summary = "List the pools",
            description = "An overview of each pool, in the order in which the pools were opened. If no connection of a"
                    + " pool was shown to work within probe-after (default 1 s), one is validated first; the answer waits"
                    + " for all pools up to probe-wait (default 200 ms).")
    public List<PoolOverview> list(
            @QueryParam(Probing.PARAMETER)
                    @DefaultValue("true")
                    @Parameter(
                            description = Probing.DESCRIPTION,
                            example = "false",
                            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "true"))
                    String probe) {
        return Probing.isWanted(probe)
                ? control.readiness(control.names()).stream()
                        .flatMap(readiness -> overview(readiness.pool(), figures -> readiness))
                        .toList()
                : control.names().stream()
                        .flatMap(pool -> overview(pool, Readiness::of))
                        .toList();
    }

    /** Creates a pool. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operates("create-pool")
    @APIResponse(
            responseCode = "200",
            description = "The expected effect, in a dry run",
            content = @Content(schema = @Schema(implementation = OperationReport.class)))
    @APIResponse(
            responseCode = "201",
            description = "The pool was created; Location is its path",
            content = @Content(schema = @Schema(implementation = OperationReport.class)))
    public Uni<Response> create(
            @RequestBody(
                            description = "name and url, and optionally username, password or secret (the name of a"
                                    + " password under sluice.secrets), persist (false), and any other setting of a"
                                    + " pool.",
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema = @Schema(type = SchemaType.OBJECT),
                                            example = ApiExamples.CREATE_POOL))
                    InputStream body) {
        OperationEntry entry = OperationCatalogue.entry(OperationName.CREATE_POOL);
        try {
            PlanBody plan = PlanBody.read(body);
            return orders.perform(plan.name(), entry.command(plan.given()))
                    .map(report -> made(plan.name(), report))
                    .onFailure(IllegalArgumentException.class)
                    .transform(PoolsResource::refused);
        } catch (IllegalArgumentException e) {
            throw refused(e);
        }
    }

    private Response made(String pool, OperationReport report) {
        URI there =
                UriBuilder.fromPath(root.pathInApplication() + "/pools/{name}").build(pool);
        return (report.dryRun() ? Response.ok() : Response.created(there))
                .entity(report)
                .build();
    }

    private static Refusal refused(IllegalArgumentException e) {
        return e instanceof BadSetting setting ? PlanBody.refused(setting) : Refusal.of(e);
    }

    private Stream<PoolOverview> overview(String pool, Function<PoolStats, Readiness> readiness) {
        try {
            PoolStats figures = control.figures(pool);
            return Stream.of(PoolOverview.of(figures, readiness.apply(figures)));
        } catch (UnknownPool e) {
            return Stream.empty(); // RACE: the pool was deleted after its name was read
        }
    }
}
