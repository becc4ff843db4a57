package dev.sluice.adapter.rest;

import dev.sluice.control.operation.OperationEntry;
import dev.sluice.control.operation.OperationEntry.Place;
import dev.sluice.value.Shape;
import dev.sluice.value.ValueSpec;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.Paths;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.parameters.RequestBody;

/** Describes the operations of the catalogue: a path for each operation in the place of the path for all of them. */
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
        operation.summary(entry.title()).description(entry.description());
        if (entry.place() == Place.BODY) {
            operation.requestBody(body(entry));
        } else if (entry.place() != Place.CREATE) { // its body has the settings of a pool, too: see ApiBodies
            entry.parameters().forEach(parameter -> operation.addParameter(inQuery(parameter)));
        }
    }

    private static RequestBody body(OperationEntry entry) {
        Map<String, Schema> fields = new LinkedHashMap<>();
        Map<String, Object> example = new LinkedHashMap<>();
        entry.parameters().forEach(parameter -> {
            fields.put(parameter.name(), schema(parameter).description(words(parameter)));
            example.put(parameter.name(), exampleOf(parameter));
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

    private static Parameter inQuery(ValueSpec<?> parameter) {
        return OASFactory.createParameter()
                .name(parameter.name())
                .in(Parameter.In.QUERY)
                .required(parameter.isRequired())
                .description(words(parameter))
                .example(exampleOf(parameter))
                .schema(schema(parameter));
    }

    /** Returns the description with the values that are allowed, and the default. */
    private static String words(ValueSpec<?> parameter) {
        String kind = parameter.type().shape().base() == Shape.Base.TEXT
                ? ""
                : " Takes " + parameter.type().kind() + ".";
        return parameter.description()
                + kind
                + (parameter.shownDefault() == null ? "" : " Default: " + parameter.shownDefault() + ".");
    }

    private static Object exampleOf(ValueSpec<?> parameter) {
        String example = parameter.example();
        return switch (parameter.type().shape().base()) {
            case FLAG -> Boolean.valueOf(example);
            case INTEGER, LONG, DECIMAL -> new BigDecimal(example);
            case DURATION, TEXT -> example;
        };
    }

    private static Schema schema(ValueSpec<?> parameter) {
        Shape shape = parameter.type().shape();
        Schema schema = OASFactory.createSchema();
        switch (shape.base()) {
            case FLAG -> schema.addType(Schema.SchemaType.BOOLEAN);
            case INTEGER -> schema.addType(Schema.SchemaType.INTEGER).format("int32");
            case LONG -> schema.addType(Schema.SchemaType.INTEGER).format("int64");
            case DECIMAL -> schema.addType(Schema.SchemaType.NUMBER);
            case DURATION, TEXT -> schema.addType(Schema.SchemaType.STRING);
        }
        if (shape.min() != null) {
            schema.minimum(BigDecimal.valueOf(shape.min()));
        }
        if (shape.max() != null) {
            schema.maximum(BigDecimal.valueOf(shape.max()));
        }
        if (!shape.choices().isEmpty()) {
            schema.enumeration(List.copyOf(shape.choices()));
        }
        if (parameter.isSecret()) {
            schema.format("password").writeOnly(true);
        }
        if (parameter.otherwise() != null && parameter.shownDefault() != null) {
            schema.defaultValue(defaultOf(shape, parameter.shownDefault()));
        }
        return schema;
    }

    private static Object defaultOf(Shape shape, String text) {
        return switch (shape.base()) {
            case FLAG -> Boolean.valueOf(text);
            case INTEGER, LONG, DECIMAL -> new BigDecimal(text);
            case DURATION, TEXT -> text;
        };
    }
}
