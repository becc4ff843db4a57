package dev.sluice.adapter.rest;

import dev.sluice.pool.CallerFilter;
import dev.sluice.value.TraceContext;
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

    @QueryParam("traceId")
    @Parameter(
            description = "Id of the trace in which the lease was acquired, 32 hexadecimal digits (default: any).",
            example = "4bf92f3577b34da6a3ce929d0e0e4736")
    public @Nullable String traceId;

    /** Returns the filter with these conditions. */
    CallerFilter filter() {
        Map<String, String> wanted = new LinkedHashMap<>();
        for (String tag : tags == null ? List.<String>of() : tags) {
            wanted.putAll(Parameters.read(Values.TAG, "tag", tag));
        }
        String trace = traceId == null ? null : Parameters.read(TraceContext.TRACE_ID, "traceId", traceId);
        return new CallerFilter(null, Parameters.name("tenant", tenant), wanted, trace);
    }
}
