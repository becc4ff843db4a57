package dev.sluice.adapter.rest;

import dev.sluice.control.GuardedControl;
import dev.sluice.control.PoolName;
import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;

/** The resource of the default pool, for paths that name no pool. */
@Path(ApiRoot.INSIDE + "/pool")
@Guarded
@Blocking
@Cache(noStore = true)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = ApiDescription.DEFAULT_POOL, description = ApiDescription.ABOUT_DEFAULT_POOL)
@IfBuildProperty(name = "sluice.http.enabled", stringValue = "true")
public class DefaultPoolResource extends SteeringResource {

    DefaultPoolResource(GuardedControl control, OrderPlacement orders) {
        super(control, orders);
    }

    @Override
    String name() {
        return PoolName.DEFAULT;
    }
}
