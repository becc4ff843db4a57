package dev.sluice.adapter.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The conditions that the leases or callers of a list must meet. The service checks the values. */
final class CallerOptions {

    @Option(names = "--tenant", paramLabel = "NAME", description = "Only requests of this tenant.")
    private @Nullable String tenant;

    @Option(
            names = "--tag",
            paramLabel = "KEY:VALUE",
            description = "Only requests with this tag; repeated, with all of these tags.")
    private List<String> tags = List.of();

    @Option(
            names = "--trace",
            paramLabel = "ID",
            description = "Only requests of the trace with this id, 32 hexadecimal digits.")
    private @Nullable String traceId;

    /** Adds the conditions to the query. */
    RequestQuery addTo(RequestQuery query) {
        query.add("tenant", tenant).add("traceId", traceId);
        tags.forEach(tag -> query.add("tag", tag));
        return query;
    }
}
