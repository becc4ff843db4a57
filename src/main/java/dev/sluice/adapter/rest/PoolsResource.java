package dev.sluice.adapter.rest;

import dev.sluice.control.PoolControl;
import dev.sluice.pool.failure.UnknownPool;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;

/** All pools. */
@Path("/pools")
@Guarded
@Blocking
@Cache(noStore = true)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = ApiDescription.POOLS, description = ApiDescription.ABOUT_POOLS)
public class PoolsResource {

    private final PoolControl control;

    PoolsResource(PoolControl control) {
        this.control = control;
    }

    /** Each at a glance, in the order in which they were registered. */
    @GET
    @Operation(
            summary = "List the pools",
            description = "Each pool at a glance, in the order in which the pools were opened.")
    public List<PoolOverview> list() {
        return control.names().stream().flatMap(this::overview).toList();
    }

    private Stream<PoolOverview> overview(String pool) {
        try {
            return Stream.of(PoolOverview.of(control.stats(pool), control.readiness(pool)));
        } catch (UnknownPool e) {
            return Stream.empty(); // it went away meanwhile
        }
    }
}
