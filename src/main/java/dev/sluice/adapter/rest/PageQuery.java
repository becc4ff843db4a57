package dev.sluice.adapter.rest;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The part of a list that an answer contains, so that no answer exhausts the memory. */
public class PageQuery {

    static final int LARGEST = 1000;

    @QueryParam("limit")
    @DefaultValue("100")
    @Parameter(
            description = "Maximum entries in the answer (1–" + LARGEST + ", default 100).",
            example = "100",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "" + LARGEST, defaultValue = "100"))
    public String limit = "100";

    @QueryParam("offset")
    @DefaultValue("0")
    @Parameter(
            description = "Entries that are left out before the first (default 0).",
            example = "0",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "0", defaultValue = "0"))
    public String offset = "0";

    /** Returns the entries of this page. */
    <T> List<T> of(List<T> all) {
        int most = Parameters.number("limit", limit, 1, LARGEST);
        int first = Parameters.number("offset", offset, 0, Integer.MAX_VALUE);
        return all.stream().skip(first).limit(most).toList();
    }
}
