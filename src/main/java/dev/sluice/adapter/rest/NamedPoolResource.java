package dev.sluice.adapter.rest;

import dev.sluice.control.GuardedControl;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.operation.OperationReport;
import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;

/** The pool that the path names. */
@Path(ApiRoot.INSIDE + "/pools/{name}")
@Guarded
@Blocking
@Cache(noStore = true)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = ApiDescription.POOLS, description = ApiDescription.ABOUT_POOLS)
@IfBuildProperty(name = "sluice.http.enabled", stringValue = "true")
public class NamedPoolResource extends SteeringResource {

    private final UriInfo uriInfo;

    NamedPoolResource(GuardedControl control, OrderPlacement orders, UriInfo uriInfo) {
        super(control, orders);
        this.uriInfo = uriInfo;
    }

    /** Closes the pool and removes it. */
    @DELETE
    @Operates("delete-pool")
    public Uni<OperationReport> delete() {
        return perform(OperationName.DELETE_POOL);
    }

    @Override
    String name() {
        return String.valueOf(uriInfo.getPathParameters().getFirst("name"));
    }
}
