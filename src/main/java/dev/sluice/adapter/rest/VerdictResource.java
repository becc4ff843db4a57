package dev.sluice.adapter.rest;

import dev.sluice.access.Role;
import dev.sluice.control.GuardedControl;
import dev.sluice.control.PoolVerdicts;
import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;

/** The resource of the verdict on all pools. */
@Path(ApiRoot.INSIDE + VerdictResource.PATH)
@Guarded
@Blocking
@Cache(noStore = true)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = ApiDescription.POOLS, description = ApiDescription.ABOUT_POOLS)
@IfBuildProperty(name = "sluice.http.enabled", stringValue = "true")
public class VerdictResource {

    static final String PATH = "/verdict";

    private final GuardedControl control;

    VerdictResource(GuardedControl control) {
        this.control = control;
    }

    /** Returns the verdict on the pools that the sender may read. */
    @GET
    @NeedsRole(Role.VIEWER)
    @Operation(
            summary = "The situation in words",
            description = "One sentence about the pools that the sender may read, and one about each pool. Starts no"
                    + " validation.")
    public PoolVerdicts verdict() {
        return control.verdicts();
    }
}
