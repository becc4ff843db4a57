package dev.sluice.adapter.rest;

import dev.sluice.control.PoolControl;
import dev.sluice.control.operation.Commands;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.operation.OperationReport;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;

/** The pool that the path names. */
@Path("/pools/{name}")
@Guarded
@Blocking
@Cache(noStore = true)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = ApiDescription.POOLS, description = ApiDescription.ABOUT_POOLS)
public class NamedPoolResource extends SteeringResource {

    private final UriInfo uriInfo;

    NamedPoolResource(PoolControl control, Orders orders, UriInfo uriInfo) {
        super(control, orders);
        this.uriInfo = uriInfo;
    }

    /** The end of it. */
    @DELETE
    @Operates
    @Operation(
            summary = "Delete the pool",
            description =
                    "It is closed, as by close, and taken out. One that is in the configuration comes back with the"
                            + " next start, so does one that was created to be kept, unless persist is true. One that stands"
                            + " behind a data source of the application cannot be deleted.")
    public Uni<OperationReport> delete(
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
                    String patience,
            @QueryParam("persist")
                    @DefaultValue("false")
                    @Parameter(
                            description = "Whether a pool that was created to be kept is not kept any more.",
                            example = "false",
                            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
                    String persist) {
        return perform(() -> Commands.deletePool(
                Parameters.choice("mode", mode, CloseMode.class),
                Parameters.patience("patience", patience),
                Parameters.flag("persist", persist)));
    }

    @Override
    String name() {
        return String.valueOf(uriInfo.getPathParameters().getFirst("name"));
    }
}
