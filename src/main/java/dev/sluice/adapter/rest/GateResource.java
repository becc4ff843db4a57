package dev.sluice.adapter.rest;

import dev.sluice.access.Role;
import dev.sluice.control.GuardedControl;
import dev.sluice.control.diagnosis.Diagnosis;
import dev.sluice.control.policy.BadRule;
import dev.sluice.control.policy.PolicyRules;
import dev.sluice.control.policy.PolicyView;
import dev.sluice.pool.CallerFilter;
import dev.sluice.pool.LostWaiter;
import dev.sluice.pool.PoolQueue;
import dev.sluice.pool.WhatIfReport;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/** Requests about the gate of one pool: reads and changes, while the pool serves. */
abstract class GateResource extends PoolResource {

    static final String WHAT_IF = "what-if";
    static final String MERGE_PATCH = "application/merge-patch+json";

    GateResource(GuardedControl control) {
        super(control);
    }

    @GET
    @NeedsRole(Role.VIEWER)
    @Path(RequestFilters.WAITERS)
    @Operation(
            summary = "Why callers wait",
            description = "A page of the waiters, in the order of their turns, with their expected waits, and of the"
                    + " holders. waiting and held are the total numbers.")
    public PoolQueue waiters(
            @QueryParam(RequestFilters.STACKS)
                    @DefaultValue("false")
                    @Parameter(
                            description = "Adds the current stack of each holder. Needs the permission of a change,"
                                    + " because stacks are for operators.",
                            example = "false",
                            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
                    String stacks,
            @QueryParam(RequestFilters.STATEMENTS)
                    @DefaultValue("false")
                    @Parameter(
                            description = "Reads the statements of the holders from the database: session, sessionState"
                                    + " and statement (at most 1000 characters) of each. The answer waits for"
                                    + " that up to 1 s. Needs the permission of a change, because statements are for"
                                    + " operators.",
                            example = "false",
                            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
                    String statements,
            @QueryParam("limit")
                    @DefaultValue("100")
                    @Parameter(
                            description = "Maximum waiters, and maximum holders, in the answer (1–"
                                    + PoolQueue.LARGEST_PAGE + ", default 100).",
                            example = "100",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "" + PoolQueue.LARGEST_PAGE,
                                            defaultValue = "100"))
                    String limit,
            @QueryParam("offset")
                    @DefaultValue("0")
                    @Parameter(
                            description = "Waiters, and holders, that are left out before the first (default 0).",
                            example = "0",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "0", defaultValue = "0"))
                    String offset,
            @BeanParam CallerQuery callers) {
        PoolQueue.Page page = new PoolQueue.Page(
                Parameters.flag(RequestFilters.STACKS, stacks),
                Parameters.flag(RequestFilters.STATEMENTS, statements),
                Parameters.number("offset", offset, 0, Integer.MAX_VALUE),
                Parameters.number("limit", limit, 1, PoolQueue.LARGEST_PAGE),
                callers.filter());
        return control.queue(name(), page);
    }

    @GET
    @NeedsRole(Role.VIEWER)
    @Path("diagnosis")
    @Operation(
            summary = "Why the pool is slow",
            description =
                    "The cause for which callers wait or are refused, with its numbers; groups of holders by call,"
                            + " statement, tenant and tags; and the next steps, as curl and as a command. Changes nothing. The"
                            + " role operator also gets calls, statements, a prediction for more connections, and the dry run"
                            + " of each step. Takes up to some seconds.")
    public Diagnosis diagnosis() {
        return Redacted.diagnosis(control.diagnosis(name()));
    }

    @GET
    @NeedsRole(Role.VIEWER)
    @Path("waiters/lost")
    @Operation(
            summary = "List lost callers",
            description =
                    "The last 100 callers that ended without a lease, the latest first: lane, tenant, tags, how long"
                            + " each waited (seconds), why it ended, and behind which lease.")
    public List<LostWaiter> gaveUp(@BeanParam CallerQuery callers) {
        CallerFilter filter = callers.filter();
        return control.gaveUp(name()).stream()
                .filter(each -> filter.selects(each.lane(), each.tenant(), each.tags(), each.traceId()))
                .toList();
    }

    @GET
    @NeedsRole(Role.VIEWER)
    @Path("policy")
    @Operation(
            summary = "The rules of the gate, and the policies",
            description = "All rules, in the form in which PUT takes them.")
    @APIResponseSchema(PolicyView.class)
    public Map<String, @Nullable Object> policy() {
        return control.policy(name()).tree();
    }

    @PUT
    @NeedsRole(Role.ADMIN)
    @Path("policy")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Replace the rules of the gate, and the policies",
            description =
                    "All rules: an omitted rule, or null, has its default; an omitted policy is off. The rules are in force from the next caller"
                            + " on. An invalid rule changes none of them.")
    @APIResponseSchema(PolicyView.class)
    public Map<String, @Nullable Object> replacePolicy(
            @RequestBody(
                            description = "The rules. At most 64 KiB.",
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema = @Schema(implementation = PolicyView.class),
                                            example = ApiExamples.POLICY))
                    InputStream body) {
        return rule(control::setPolicy, body);
    }

    @PATCH
    @NeedsRole(Role.ADMIN)
    @Path("policy")
    @Consumes({MERGE_PATCH, MediaType.APPLICATION_JSON})
    @Operation(
            summary = "Change rules of the gate, and policies",
            description =
                    "A merge patch (RFC 7396): omitted rules stay, null restores a default, or switches a policy off. The rules are"
                            + " in force from the next caller on. An invalid rule changes none of them.")
    @APIResponseSchema(PolicyView.class)
    public Map<String, @Nullable Object> changePolicy(
            @RequestBody(
                            description = "The changes. At most 64 KiB.",
                            required = true,
                            content = {
                                @Content(
                                        mediaType = MERGE_PATCH,
                                        schema = @Schema(implementation = PolicyView.class),
                                        example = ApiExamples.POLICY_PATCH),
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON,
                                        schema = @Schema(implementation = PolicyView.class),
                                        example = ApiExamples.POLICY_PATCH)
                            })
                    InputStream body) {
        return rule(control::changePolicy, body);
    }

    @POST
    @NeedsRole(Role.OPERATOR)
    @Path(WHAT_IF)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "What if the size or the rules were other ones",
            description = "Replays the recent callers at the gate with another maximum of connections, or other rules:"
                    + " predicted waits, timeouts, refusals and utilisation, the same for the present settings, and the"
                    + " past. Changes nothing. One replay at a time for each pool (409).")
    @APIResponseSchema(WhatIfReport.class)
    public WhatIfReport whatIf(
            @RequestBody(
                            description = "The other settings; each may be left out. At most 64 KiB.",
                            required = true,
                            content = @Content(mediaType = MediaType.APPLICATION_JSON, example = ApiExamples.WHAT_IF))
                    InputStream body) {
        WhatIfBody question = WhatIfBody.read(body);
        try {
            return control.whatIf(name(), question.maxSize(), question.rules(), question.last());
        } catch (BadRule e) {
            throw Refusal.of(e);
        }
    }

    private Map<String, @Nullable Object> rule(BiFunction<String, PolicyRules, PolicyView> change, InputStream body) {
        try {
            return change.apply(name(), JsonBody.rules(body)).tree();
        } catch (BadRule e) {
            throw Refusal.of(e);
        }
    }
}
