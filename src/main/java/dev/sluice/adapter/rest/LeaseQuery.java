package dev.sluice.adapter.rest;

import dev.sluice.pool.CallerFilter;
import dev.sluice.value.Values;
import jakarta.ws.rs.QueryParam;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The conditions that the leases of a list must meet. */
public class LeaseQuery {

    @QueryParam("tenant")
    @Parameter(description = "Tenant of the request (default: any).", example = "acme")
    public @Nullable String tenant;

    @QueryParam("tag")
    @Parameter(
            description = "Tag of the request, as key:value (default: any). Several tags must all be present.",
            example = "[\"feature:billing\"]",
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    public @Nullable List<String> tags;

    /** Returns the filter with these conditions. */
    CallerFilter filter() {
        Map<String, String> wanted = new LinkedHashMap<>();
        for (String tag : tags == null ? List.<String>of() : tags) {
            wanted.putAll(Parameters.read(Values.TAG, "tag", tag));
        }
        return new CallerFilter(null, Parameters.name("tenant", tenant), wanted);
    }
}
