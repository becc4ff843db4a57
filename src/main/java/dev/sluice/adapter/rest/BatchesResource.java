package dev.sluice.adapter.rest;

import dev.sluice.access.Role;
import dev.sluice.batch.control.BadOrder;
import dev.sluice.batch.control.Batch;
import dev.sluice.batch.control.BatchContext;
import dev.sluice.batch.control.BatchOrder;
import dev.sluice.batch.control.BatchView;
import dev.sluice.batch.control.GuardedBatches;
import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jspecify.annotations.Nullable;

/** The resource of batches: running batches and the last ended ones. */
@Path(ApiRoot.INSIDE + BatchesResource.PATH)
@Guarded
@Blocking
@Cache(noStore = true)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = ApiDescription.BATCHES, description = ApiDescription.ABOUT_BATCHES)
@IfBuildProperty(name = "sluice.http.enabled", stringValue = "true")
public class BatchesResource {

    static final String PATH = "/batches";

    private static final String NDJSON = "application/x-ndjson";
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final GuardedBatches batches;
    private final BatchReception reception;
    private final Followers followers;
    private final ApiRoot root;

    BatchesResource(
            GuardedBatches batches, BatchContext context, HttpLimits limits, Followers followers, ApiRoot root) {
        this.batches = batches;
        this.followers = followers;
        this.root = root;
        this.reception = new BatchReception(batches, context, limits);
    }

    /** Returns all batches, the latest first. */
    @GET
    @NeedsRole(Role.VIEWER)
    @Operation(
            summary = "The batches",
            description = "Running batches and the latest that have ended, the latest first. 100 are " + "remembered.")
    public List<BatchView> batches() {
        List<BatchView> all = new ArrayList<>(
                batches.all().stream().map(BatchesResource::view).toList());
        Collections.reverse(all);
        return all;
    }

    /** Starts a batch without rows of its own. */
    @POST
    @NeedsRole(Role.OPERATOR)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Begin a batch",
            description = "The demonstration, a handler of the application, or a statement for the answer to a query;"
                    + " for rows of your own send them as the body, as CSV or NDJSON. It waits for connections in the"
                    + " BACKGROUND lane by default.")
    @APIResponse(
            responseCode = "201",
            description = "The batch has begun; Location is its path",
            content = @Content(schema = @Schema(implementation = BatchView.class)))
    public Response begin(
            @RequestBody(
                            description = "Settings of the batch; all may be left out.",
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema = @Schema(type = SchemaType.OBJECT),
                                            example = "{\"jobs\": 64000, \"workers\": 8}"))
                    InputStream body) {
        return begin(reception.order(body));
    }

    /** Starts a batch with the rows in the body. */
    @POST
    @NeedsRole(Role.OPERATOR)
    @TakesRows
    @Consumes({"text/csv", NDJSON, "application/jsonl"})
    @Operation(
            summary = "Begin a batch with these rows",
            description =
                    "The body is the rows, CSV with a header or a JSON object on each line. It is read to the disk"
                            + " first, and checked: if one row cannot be read nothing begins, unless continueOnError is true.")
    @APIResponse(
            responseCode = "201",
            description = "The batch has begun; Location is its path",
            content = @Content(schema = @Schema(implementation = BatchView.class)))
    public Response beginWithRows(
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Parameter(hidden = true) String type,
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) @Parameter(hidden = true) @Nullable String encoding,
            @Context UriInfo uri,
            @RequestBody(
                            description = "The rows.",
                            required = true,
                            content = {
                                @Content(
                                        mediaType = "text/csv",
                                        schema = @Schema(type = SchemaType.STRING),
                                        example = "id,name\n1,Ada\n"),
                                @Content(
                                        mediaType = NDJSON,
                                        schema = @Schema(type = SchemaType.STRING),
                                        example = "{\"id\": 1, \"name\": \"Ada\"}\n")
                            })
                    InputStream body) {
        try {
            return created(reception.begin(settings(uri), type, encoding, body));
        } catch (BadOrder e) {
            throw Refusal.of(e);
        }
    }

    /** Returns one batch. */
    @GET
    @NeedsRole(Role.VIEWER)
    @Path("{id}")
    @Operation(
            summary = "Return a batch",
            description = "The state of the batch and its current numbers; after its end, the final numbers.")
    public BatchView batch(
            @PathParam("id") @Parameter(description = "Id of the batch.", example = "batch-1") String id) {
        return view(find(id));
    }

    /** Returns the progress of one batch as server-sent events. */
    @GET
    @NeedsRole(Role.VIEWER)
    @Path("{id}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Follow a batch",
            description = "Server-sent events with the state of the batch, at once and twice a second; the last"
                    + " event is its end.")
    public Multi<BatchView> events(
            @PathParam("id") @Parameter(description = "Id of the batch.", example = "batch-1") String id) {
        Batch batch = find(id);
        AtomicBoolean told = new AtomicBoolean();
        Multi<BatchView> views = Multi.createFrom()
                .ticks()
                .startingAfter(Duration.ofMillis(1))
                .every(BETWEEN_LOOKS)
                .onOverflow()
                .drop()
                .map(tick -> view(batch))
                .select()
                .first(view -> !told.getAndSet(view.status().hasEnded()));
        return followers.admit(views);
    }

    /** Returns the failed rows, with their problems. */
    @GET
    @NeedsRole(Role.OPERATOR)
    @Path("{id}/failures")
    @Produces(NDJSON)
    @Operation(
            summary = "List the failed jobs of a batch",
            description = "A JSON object on each line: the number of the job in sluice_row, why it has failed in"
                    + " sluice_problem, and the row unchanged. For operators only, because the rows have values.")
    @APIResponse(
            responseCode = "200",
            description = "The failed jobs so far",
            content =
                    @Content(
                            mediaType = NDJSON,
                            schema = @Schema(type = SchemaType.STRING),
                            example = "{\"sluice_row\":7,\"sluice_problem\":\"row 7, column 'age': is not a whole"
                                    + " number\",\"age\":\"x\"}\n"))
    public Response failures(
            @PathParam("id") @Parameter(description = "Id of the batch.", example = "batch-1") String id) {
        java.nio.file.Path file = found(() -> batches.withRows(id)).failures().orElse(null);
        return file == null
                ? Response.ok("").build()
                : Response.ok(file)
                        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + id + "-failed.ndjson\"")
                        .build();
    }

    /** Pauses a batch: no chunk begins until it is resumed. */
    @POST
    @NeedsRole(Role.OPERATOR)
    @Path("{id}/pause")
    @Operation(
            summary = "Pause a batch",
            description = "No further chunk begins. Chunks under way continue; afterwards the batch holds no "
                    + "connection.")
    public BatchView pause(
            @PathParam("id") @Parameter(description = "Id of the batch.", example = "batch-1") String id) {
        return changed(() -> batches.pause(id));
    }

    /** Resumes a batch at its next chunk. */
    @POST
    @NeedsRole(Role.OPERATOR)
    @Path("{id}/resume")
    @Operation(summary = "Resume a batch", description = "The batch continues at the point of its pause.")
    public BatchView resume(
            @PathParam("id") @Parameter(description = "Id of the batch.", example = "batch-1") String id) {
        return changed(() -> batches.resume(id));
    }

    /** Cancels a batch. */
    @POST
    @NeedsRole(Role.OPERATOR)
    @Path("{id}/cancel")
    @Operation(
            summary = "Cancel a batch",
            description = "No further chunk begins. Chunks under way have 3 s to end, then they are rolled " + "back.")
    public BatchView cancel(
            @PathParam("id") @Parameter(description = "Id of the batch.", example = "batch-1") String id) {
        return changed(() -> batches.cancel(id));
    }

    /** Runs the failed jobs of a batch again. */
    @POST
    @NeedsRole(Role.OPERATOR)
    @Path("{id}/retry-failed")
    @Operation(
            summary = "Run failed jobs again",
            description = "Begins another batch with the failed jobs of this one, one by one, with their" + " numbers.")
    @APIResponse(
            responseCode = "201",
            description = "The batch has begun; Location is its path",
            content = @Content(schema = @Schema(implementation = BatchView.class)))
    public Response retryFailed(
            @PathParam("id") @Parameter(description = "Id of the batch.", example = "batch-1") String id) {
        try {
            return created(batches.retryFailed(id));
        } catch (BadOrder e) {
            throw Refusal.of(e);
        }
    }

    private Batch find(String id) {
        return found(() -> batches.get(id));
    }

    private static BatchView changed(Search change) {
        return view(found(change));
    }

    private static Batch found(Search search) {
        try {
            return search.batch();
        } catch (BadOrder e) {
            throw Refusal.of(e);
        }
    }

    /** The search for a batch, or a change of it. */
    @FunctionalInterface
    private interface Search {
        Batch batch() throws BadOrder;
    }

    /** Returns the settings in the query; {@link RequestFilters} has checked that each is known and occurs once. */
    private static Map<String, String> settings(UriInfo uri) {
        Map<String, String> settings = new LinkedHashMap<>();
        uri.getQueryParameters().forEach((name, values) -> settings.put(name, values.get(0)));
        return settings;
    }

    private Response begin(BatchOrder order) {
        try {
            return created(batches.start(order, () -> {}));
        } catch (BadOrder e) {
            throw Refusal.of(e);
        }
    }

    private Response created(Batch batch) {
        return Response.created(UriBuilder.fromPath(root.pathInApplication() + PATH + "/{id}")
                        .build(batch.id()))
                .entity(view(batch))
                .build();
    }

    private static BatchView view(Batch batch) {
        return Redacted.batch(BatchView.of(batch));
    }
}
