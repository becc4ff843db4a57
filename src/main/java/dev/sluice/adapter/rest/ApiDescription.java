package dev.sluice.adapter.rest;

import dev.sluice.batch.control.BatchView;
import dev.sluice.control.PoolVerdicts;
import dev.sluice.control.diagnosis.Diagnosis;
import dev.sluice.control.operation.OperationCatalogue;
import dev.sluice.control.policy.PolicyView;
import dev.sluice.pool.ConnectionInfo;
import dev.sluice.pool.LostWaiter;
import dev.sluice.pool.PoolQueue;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.WhatIfReport;
import dev.sluice.pool.history.PoolHistory;
import dev.sluice.pool.leak.LeakSuspect;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.operation.OperationReport;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * Completes the description of the API with parts that annotations would repeat on every method. Changes only the
 * operations of this package, which are identified by their tags.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ApiDescription implements OASFilter {

    static final String POOLS = "Pools";
    static final String ABOUT_POOLS = "Every pool, by its name.";
    static final String DEFAULT_POOL = "Default pool";
    static final String ABOUT_DEFAULT_POOL = "The pool named 'default', in short.";

    static final String OPERATIONS = "Operations";
    static final String ABOUT_OPERATIONS = "Operations on pools, and their reports.";

    static final String AUDIT = "Audit";
    static final String ABOUT_AUDIT = "The record of changes and denials.";

    static final String IDENTITY = "Identity";
    static final String ABOUT_IDENTITY = "The requester, as the service knows it.";

    static final String BATCHES = "Batches";
    static final String ABOUT_BATCHES =
            "Runs of many jobs over one pool, by workers that let all other callers go first.";

    private static final String TOKEN = "operatorToken";
    private static final String NAMED = "/pools/{name}";
    /** The types of answers; the types of their components are found from here. */
    private static final List<Class<?>> SHOWN = List.of(
            PoolOverview.class,
            PoolReadiness.class,
            PoolStats.class,
            ConnectionInfo.class,
            EventView.class,
            PoolHistory.class,
            PoolVerdicts.class,
            Diagnosis.class,
            LeakSuspect.class,
            PoolQueue.class,
            LostWaiter.class,
            WhatIfReport.class,
            PolicyView.class,
            Verbosity.class,
            OperationReport.class,
            dev.sluice.control.operation.Operation.class,
            CatalogueEntry.class,
            PolicyEntry.class,
            AuditEntries.class,
            IdentityView.class,
            BatchView.class);

    @Override
    public void filterOpenAPI(OpenAPI api) {
        Map<String, PathItem> paths =
                api.getPaths() == null ? Map.of() : api.getPaths().getPathItems();
        if (paths.values().stream().noneMatch(ApiDescription::isOurs)) {
            return; // the embedding application has chosen not to describe them
        }
        ApiOperations.expand(api);
        Components components = Objects.requireNonNull(api.getComponents());
        addComponents(components);
        ApiRefusals.addTo(components);
        PolicySchemas.describe(components);
        RecordSchemas.complete(SHOWN, components);
        SchemaCorrections.describeDemonstration(components);
        SchemaCorrections.describeProblems(components);
        api.getPaths().getPathItems().forEach((path, item) -> {
            if (isOurs(item)) {
                String below = ApiRoot.withoutInside(path);
                item.getOperations().forEach((method, operation) -> complete(below, method, operation));
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
                        || tags.contains(AUDIT)
                        || tags.contains(IDENTITY)
                        || tags.contains(BATCHES));
    }

    private static void complete(String path, PathItem.HttpMethod method, Operation operation) {
        operation.setOperationId(ApiNames.idOf(path, method));
        if (path.contains(NAMED)) {
            operation.addParameter(nameParameter());
        }
        if (method == PathItem.HttpMethod.DELETE && path.endsWith(NAMED)) {
            ApiOperations.describe(OperationCatalogue.entry(OperationName.DELETE_POOL), operation);
        }
        if (method == PathItem.HttpMethod.POST && path.endsWith("/pools")) {
            ApiOperations.describe(OperationCatalogue.entry(OperationName.CREATE_POOL), operation);
        }
        if (isOrder(path, method)) {
            describeOrder(operation);
        }
        ParameterOrder.apply(operation);
        SchemaCorrections.allowShortDurations(operation);
        SchemaCorrections.describeLines(operation);
        ApiBodies.describe(path, operation);
        ApiRefusals.addTo(path, method, operation);
        operation.addSecurityRequirement(OASFactory.createSecurityRequirement());
        operation.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(TOKEN));
        if (method != PathItem.HttpMethod.GET) {
            APIResponse done = operation.getResponses().getAPIResponse("200");
            if (done != null) {
                showReport(done, OperationName.RESET, "Report of the operation");
            }
            APIResponse made = operation.getResponses().getAPIResponse("201");
            if (made != null) {
                showReport(made, OperationName.CREATE_POOL, made.getDescription());
                made.addHeader("Location", ApiRefusals.required("Path of the created object.", "/pools/orders"));
            }
        }
    }

    private static boolean isOrder(String path, PathItem.HttpMethod method) {
        if (path.startsWith(BatchesResource.PATH)) {
            return false;
        }
        return method == PathItem.HttpMethod.POST
                ? !path.endsWith("/verbose") && !WhatIfBody.isOf(path)
                : method == PathItem.HttpMethod.DELETE && path.endsWith(NAMED);
    }

    /** Describes the parameters and answers that all operations have in common. */
    private static void describeOrder(Operation operation) {
        operation.addParameter(orderParameter(
                OrderPlacement.DRY_RUN,
                Parameter.In.QUERY,
                "Reports the effect without any change (default false).",
                Schema.SchemaType.BOOLEAN,
                false));
        operation.addParameter(orderParameter(
                OrderPlacement.DEADLINE,
                Parameter.In.QUERY,
                "Maximum duration of the operation, which then stops.",
                Schema.SchemaType.STRING,
                "30s"));
        operation.addParameter(orderParameter(
                OrderPlacement.PREFER,
                Parameter.In.HEADER,
                "respond-async answers 202 at once, wait=10 after ten seconds at the latest; five are usual.",
                Schema.SchemaType.STRING,
                "respond-async"));
        operation.addParameter(orderParameter(
                OrderPlacement.KEY,
                Parameter.In.HEADER,
                "Key of the request; a repeated request with the same key begins nothing and gets the"
                        + " answer of the first one.",
                Schema.SchemaType.STRING,
                "7c1f2a"));
        operation.addParameter(orderParameter(
                OrderPlacement.ACTOR,
                Parameter.In.HEADER,
                "Name of the requester, for the record.",
                Schema.SchemaType.STRING,
                "ada"));
        operation
                .getResponses()
                .addAPIResponse("202", OASFactory.createAPIResponse().ref(ApiRefusals.GOES_ON));
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

    private static void showReport(APIResponse response, OperationName operation, String description) {
        MediaType json = response.getContent().getMediaType("application/json");
        String schema = json.getSchema().getRef();
        if (schema != null && schema.endsWith("/OperationReport")) {
            response.setDescription(description);
            json.setExample(ApiExamples.report(operation, 10, null));
        }
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
                        .description(
                                "A token of the configuration, or a JWT of the configured issuer. Without configured"
                                        + " credentials, the token is in the file of"
                                        + " sluice.security.admin-token-file. Programs on this machine need none while"
                                        + " there is only the embedded H2."));
    }
}
