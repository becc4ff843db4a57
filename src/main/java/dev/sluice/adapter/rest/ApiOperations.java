package dev.sluice.adapter.rest;

import dev.sluice.control.operation.OperationEntry;
import dev.sluice.control.operation.OperationEntry.ParameterPlace;
import dev.sluice.value.ValueSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.Paths;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.RequestBody;

/** Describes the operations of the catalogue: replaces the path for all operations by a path for each operation. */
final class ApiOperations {

    private static final String END = "/" + OperationPaths.TEMPLATE;

    private ApiOperations() {}

    /** Replaces the paths for all operations. */
    static void expand(OpenAPI api) {
        Paths paths = Objects.requireNonNull(api.getPaths());
        for (String template : List.copyOf(paths.getPathItems().keySet())) {
            PathItem item = paths.getPathItem(template);
            if (template.endsWith(END) && item.getPOST() != null) {
                paths.removePathItem(template);
                String pool = template.substring(0, template.length() - END.length());
                for (OperationEntry entry : OperationPaths.entries()) {
                    paths.addPathItem(pool + "/" + entry.name(), item(entry, item.getPOST(), false));
                    entry.aliases()
                            .forEach(alias -> paths.addPathItem(pool + "/" + alias, item(entry, item.getPOST(), true)));
                }
            }
        }
    }

    private static PathItem item(OperationEntry entry, Operation template, boolean isAlias) {
        Operation operation = OASFactory.createOperation()
                .tags(template.getTags())
                .responses(OASFactory.createAPIResponses()
                        .addAPIResponse(
                                "200",
                                OASFactory.createAPIResponse()
                                        .description("The report")
                                        .content(OASFactory.createContent()
                                                .addMediaType(
                                                        "application/json",
                                                        OASFactory.createMediaType()
                                                                .schema(OASFactory.createSchema()
                                                                        .ref("OperationReport"))))));
        if (isAlias) {
            operation.deprecated(true);
        }
        describe(entry, operation);
        return OASFactory.createPathItem().POST(operation);
    }

    /** Adds title, description and parameters of an entry to the description of a method. */
    static void describe(OperationEntry entry, Operation operation) {
        String role = entry.role().name().toLowerCase(Locale.ROOT);
        operation.summary(entry.title()).description(entry.description() + " Least role: " + role + ".");
        if (entry.place() == ParameterPlace.BODY) {
            operation.requestBody(body(entry));
        } else if (entry.place()
                != ParameterPlace.CREATE) { // the body of CREATE also has the settings of a pool: see ApiBodies
            entry.parameters().forEach(parameter -> operation.addParameter(ApiValues.inQuery(parameter)));
        }
    }

    private static RequestBody body(OperationEntry entry) {
        Map<String, Schema> fields = new LinkedHashMap<>();
        Map<String, Object> example = new LinkedHashMap<>();
        entry.parameters().forEach(parameter -> {
            fields.put(parameter.name(), ApiValues.field(parameter));
            example.put(parameter.name(), ApiValues.exampleOf(parameter));
        });
        List<String> required = entry.parameters().stream()
                .filter(ValueSpec::isRequired)
                .<String>map(ValueSpec::name)
                .toList();
        Schema object = OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .properties(fields)
                .additionalPropertiesSchema(OASFactory.createSchema().booleanSchema(false));
        if (!required.isEmpty()) {
            object.required(required);
        }
        return OASFactory.createRequestBody()
                .required(true)
                .description("The parameters of " + entry.name() + ". At most 64 KiB.")
                .content(OASFactory.createContent()
                        .addMediaType(
                                "application/json",
                                OASFactory.createMediaType().schema(object).example(example)));
    }
}
