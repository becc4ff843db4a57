package dev.sluice.adapter.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The part of a list of leases or callers that is shown: conditions, and a page. The service checks the values. */
final class ListOptions {

    @Mixin
    private final CallerOptions callers = new CallerOptions();

    @Option(names = "--lane", paramLabel = "LANE", description = HelpTexts.LANE)
    private @Nullable String lane;

    @Mixin
    private final PageOptions page = new PageOptions();

    /** Returns the query of the list. */
    RequestQuery query() {
        return page.addTo(callers.addTo(new RequestQuery().add("lane", lane)));
    }
}
