package dev.sluice.adapter.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The part of a list that is shown. The service checks the values. */
final class PageOptions {

    @Option(names = "--limit", paramLabel = "N", description = "Maximum lines (1-1000, default: 100).")
    private @Nullable String limit;

    @Option(names = "--offset", paramLabel = "N", description = "Lines to skip before the first (default: 0).")
    private @Nullable String offset;

    /** Adds the page to the query. */
    RequestQuery addTo(RequestQuery query) {
        return query.add("limit", limit).add("offset", offset);
    }
}
