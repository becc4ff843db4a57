package dev.sluice.adapter.rest;

import dev.sluice.admission.Priority;
import dev.sluice.pool.CallerFilter;
import dev.sluice.value.ValueType;
import dev.sluice.value.Values;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The conditions that the entries of a list of callers must meet: those of leases, and the lane. */
public class CallerQuery extends LeaseQuery {

    private static final ValueType<Priority> LANE = Values.choice(Priority.class);

    @QueryParam("lane")
    @Parameter(description = "Lane of the request (default: any).", example = "BACKGROUND")
    public @Nullable String lane;

    @Override
    CallerFilter filter() {
        CallerFilter leases = super.filter();
        return new CallerFilter(
                lane == null ? null : Parameters.read(LANE, "lane", lane),
                leases.tenant(),
                leases.tags(),
                leases.traceId());
    }
}
