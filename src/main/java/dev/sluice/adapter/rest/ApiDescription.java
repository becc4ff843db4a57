package dev.sluice.adapter.rest;

import dev.sluice.batch.control.BatchView;
import dev.sluice.control.policy.PolicyView;
import dev.sluice.pool.ConnectionInfo;
import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.PoolQueue;
import dev.sluice.pool.leak.LeakSuspect;
import dev.sluice.pool.operation.BrokenLease;
import dev.sluice.pool.operation.OperationReport;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * Completes the description of the API: what annotations would have to repeat on every method. Touches nothing but
 * the operations of this package, which it knows by their tags.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ApiDescription implements OASFilter {

    static final String POOLS = "Pools";
    static final String ABOUT_POOLS = "Every pool, by its name.";
    static final String DEFAULT_POOL = "Default pool";
    static final String ABOUT_DEFAULT_POOL = "The pool named 'default', in short.";

    static final String OPERATIONS = "Operations";
    static final String ABOUT_OPERATIONS = "What was asked of pools, and what came of it.";

    static final String BATCHES = "Batches";
    static final String ABOUT_BATCHES = "Many jobs over one pool, by workers that let everybody else go first.";

    private static final String TOKEN = "operatorToken";
    private static final String NAMED = "/pools/{name}";
    private static final Map<Integer, String> RESPONSES = Map.of(
            400, "A parameter or a rule is wrong, unknown, or given twice",
            401, "The operator token is missing or wrong",
            403, "The request came from another machine, or from a page of another site",
            404, "There is no such pool, connection or operation",
            409, "Another operation runs, or the pool, connection or operation is in no state for this",
            413, "The body is too large",
            415, "The request has a body where none is read, or one of another type",
            422, "The idempotency key was used for something else",
            503, "The operation did not get through; the report says how far it came",
            507, "The rows find no place on the disk");
    private static final List<Class<?>> SHOWN = List.of(
            PoolOverview.class,
            PoolReadiness.class,
            ConnectionInfo.class,
            PoolEvent.class,
            OperationReport.class,
            BrokenLease.class,
            BatchView.class,
            dev.sluice.control.operation.Operation.class,
            PolicyView.class,
            PolicyView.ShareView.class,
            PoolQueue.class,
            PoolQueue.Waiter.class,
            PoolQueue.Holder.class,
            LeakSuspect.class);

    @Override
    public void filterOpenAPI(OpenAPI api) {
        Map<String, PathItem> paths =
                api.getPaths() == null ? Map.of() : api.getPaths().getPathItems();
        if (paths.values().stream().noneMatch(ApiDescription::isOurs)) {
            return; // the application around us has chosen not to describe them
        }
        Components components = Objects.requireNonNull(api.getComponents());
        addComponents(components);
        SHOWN.forEach(type -> SchemaCorrections.markNullable(type, components));
        SchemaCorrections.allowReferences(components);
        paths.forEach((path, item) -> {
            if (isOurs(item)) {
                item.getOperations().forEach((method, operation) -> complete(path, method, operation));
            }
        });
    }

    private static boolean isOurs(PathItem item) {
        return item.getOperations().values().stream()
                .map(Operation::getTags)
                .filter(Objects::nonNull)
                .anyMatch(tags -> tags.contains(POOLS)
                        || tags.contains(DEFAULT_POOL)
                        || tags.contains(OPERATIONS)
                        || tags.contains(BATCHES));
    }

    private static void complete(String path, PathItem.HttpMethod method, Operation operation) {
        boolean reads = method == PathItem.HttpMethod.GET;
        operation.setOperationId(idOf(path, method));
        if (path.contains(NAMED)) {
            operation.addParameter(nameParameter());
        }
        if (isOrder(path, method)) {
            describeOrder(operation);
        }
        ParameterOrder.apply(operation);
        SchemaCorrections.allowShortDurations(operation);
        for (int status : refusalsOf(path, method)) {
            APIResponse response = OASFactory.createAPIResponse().ref(componentOf(status));
            operation.getResponses().addAPIResponse(String.valueOf(status), response);
        }
        if (!reads) {
            operation.addSecurityRequirement(OASFactory.createSecurityRequirement());
            operation.addSecurityRequirement(
                    OASFactory.createSecurityRequirement().addScheme(TOKEN));
            APIResponse done = operation.getResponses().getAPIResponse("200");
            if (done != null) {
                showReport(done, "reset", "What was done");
            }
            APIResponse made = operation.getResponses().getAPIResponse("201");
            if (made != null) {
                showReport(made, "create-pool", made.getDescription());
            }
        }
    }

    private static boolean isOrder(String path, PathItem.HttpMethod method) {
        if (path.startsWith(BatchesResource.PATH)) {
            return false;
        }
        return method == PathItem.HttpMethod.POST
                ? !path.endsWith("/verbose")
                : method == PathItem.HttpMethod.DELETE && path.endsWith(NAMED);
    }

    /** What every operation takes and answers beside its own. */
    private static void describeOrder(Operation operation) {
        operation.addParameter(orderParameter(
                Orders.DRY_RUN, Parameter.In.QUERY, "Only tell what would be done.", Schema.SchemaType.BOOLEAN, false));
        operation.addParameter(orderParameter(
                Orders.DEADLINE,
                Parameter.In.QUERY,
                "How long it may take; then it stops where it is.",
                Schema.SchemaType.STRING,
                "30s"));
        operation.addParameter(orderParameter(
                Orders.PREFER,
                Parameter.In.HEADER,
                "respond-async answers 202 at once, wait=10 after ten seconds at the latest; five are usual.",
                Schema.SchemaType.STRING,
                "respond-async"));
        operation.addParameter(orderParameter(
                Orders.KEY,
                Parameter.In.HEADER,
                "A request that is repeated with the same key begins nothing, and has the answer of the first one.",
                Schema.SchemaType.STRING,
                "7c1f2a"));
        operation.addParameter(orderParameter(
                Orders.ACTOR, Parameter.In.HEADER, "Who asks, for the record.", Schema.SchemaType.STRING, "ada"));
        operation
                .getResponses()
                .addAPIResponse("202", OASFactory.createAPIResponse().ref("OperationGoesOn"));
    }

    private static Parameter orderParameter(
            String name, Parameter.In in, String description, Schema.SchemaType type, Object example) {
        return OASFactory.createParameter()
                .name(name)
                .in(in)
                .required(false)
                .description(description)
                .example(example)
                .schema(OASFactory.createSchema().addType(type));
    }

    private static List<Integer> refusalsOf(String path, PathItem.HttpMethod method) {
        if (path.endsWith("/pools") && method == PathItem.HttpMethod.GET) {
            return List.of(400);
        }
        if (path.startsWith(OperationsResource.PATH)) {
            return method == PathItem.HttpMethod.DELETE ? List.of(400, 401, 403, 404, 409) : List.of(400, 404);
        }
        if (path.startsWith(BatchesResource.PATH)) {
            return method == PathItem.HttpMethod.POST
                    ? List.of(400, 401, 403, 404, 409, 413, 415, 503, 507)
                    : path.endsWith("/failures") ? List.of(400, 401, 403, 404) : List.of(400, 404);
        }
        return switch (method) {
            case GET -> hasStacks(path) ? List.of(400, 401, 403, 404) : List.of(400, 404);
            case PUT, PATCH -> List.of(400, 401, 403, 404, 409, 413, 415);
            default -> List.of(400, 401, 403, 404, 409, 413, 415, 422, 503);
        };
    }

    private static boolean hasStacks(String path) {
        return path.endsWith(RequestFilters.WAITERS) || path.endsWith(RequestFilters.LEAKS);
    }

    private static void showReport(APIResponse response, String operation, String description) {
        MediaType json = response.getContent().getMediaType("application/json");
        String schema = json.getSchema().getRef();
        if (schema != null && schema.endsWith("/OperationReport")) {
            response.setDescription(description);
            json.setExample(ApiExamples.report(operation, 10, null));
        }
    }

    /** As in listPools, getPoolStats, resetDefaultPool, putPoolPolicy. */
    private static String idOf(String path, PathItem.HttpMethod method) {
        if (path.endsWith("/pools")) {
            return method == PathItem.HttpMethod.GET ? "listPools" : "createPool";
        }
        if (path.startsWith(OperationsResource.PATH)) {
            return method == PathItem.HttpMethod.DELETE
                    ? "cancelOperation"
                    : path.equals(OperationsResource.PATH)
                            ? "listOperations"
                            : path.endsWith("/events") ? "followOperation" : "getOperation";
        }
        if (path.startsWith(BatchesResource.PATH)) {
            return batchIdOf(path, method);
        }
        String subject = path.contains(NAMED) ? "Pool" : "DefaultPool";
        String last = path.substring(path.lastIndexOf('/') + 1);
        if (last.equals("pool") || last.equals("{name}")) {
            return method.name().toLowerCase(Locale.ROOT) + subject;
        }
        return method == PathItem.HttpMethod.POST
                ? last + subject
                : method.name().toLowerCase(Locale.ROOT)
                        + subject
                        + last.substring(0, 1).toUpperCase(Locale.ROOT)
                        + last.substring(1);
    }

    private static String batchIdOf(String path, PathItem.HttpMethod method) {
        boolean reads = method == PathItem.HttpMethod.GET;
        return switch (path.substring(BatchesResource.PATH.length())) {
            case "" -> reads ? "listBatches" : "beginBatch";
            case "/{id}" -> "getBatch";
            case "/{id}/events" -> "followBatch";
            case "/{id}/failures" -> "getBatchFailures";
            case "/{id}/retry-failed" -> "retryFailedOfBatch";
            default -> path.substring(path.lastIndexOf('/') + 1) + "Batch";
        };
    }

    private static Parameter nameParameter() {
        return OASFactory.createParameter()
                .name("name")
                .in(Parameter.In.PATH)
                .required(true)
                .description("The pool's name.")
                .example("default")
                .schema(OASFactory.createSchema().addType(Schema.SchemaType.STRING));
    }

    private static void addComponents(Components components) {
        components.addSecurityScheme(
                TOKEN,
                OASFactory.createSecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .description("The value of " + OperatorGuard.KEY + ", or what the file of " + TokenFile.KEY
                                + " holds. Programs on this machine need none while there is only the embedded H2."));
        components.addResponse(
                "OperationGoesOn",
                OASFactory.createAPIResponse()
                        .description("It goes on; Location tells where to follow it")
                        .content(OASFactory.createContent()
                                .addMediaType(
                                        "application/json",
                                        OASFactory.createMediaType()
                                                .schema(OASFactory.createSchema()
                                                        .ref("Operation")))));
        new TreeMap<>(RESPONSES)
                .forEach((status, description) -> components.addResponse(
                        componentOf(status),
                        OASFactory.createAPIResponse().description(description).content(examplesOf(status))));
    }

    private static String componentOf(int status) {
        return "PoolProblem" + status;
    }

    private static Content examplesOf(int status) {
        MediaType json =
                OASFactory.createMediaType().schema(OASFactory.createSchema().ref("HttpProblem"));
        Arrays.stream(ProblemType.values())
                .filter(type -> type.status() == status && type.retryAfterSeconds() == 0)
                .forEach(type ->
                        json.addExample(type.title(), OASFactory.createExample().value(ApiExamples.problem(type))));
        return OASFactory.createContent().addMediaType("application/problem+json", json);
    }
}
