package dev.sluice.adapter.rest;

import dev.sluice.access.Demonstration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Corrects schemas to which the answers of the service would not conform. */
final class SchemaCorrections {

    static final String PROBLEM = "HttpProblem";

    /** The fields of this service's problems in addition to those of RFC 9457. */
    private static final Map<String, String> FIELDS = new TreeMap<>(Map.of(
            "pool", "The pool that refused.",
            "parameter", "The parameter, field or header that is wrong.",
            "rule", "The rule of the policy that is wrong.",
            "operation", "The id of the operation that is in the way."));

    private SchemaCorrections() {}

    /** Describes the fields of problems. Type and instance may be relative references, as in RFC 9457. */
    static void describeProblems(Components components) {
        Schema problem = OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .description("A problem, as in RFC 9457.")
                .addProperty("type", text("The kind of the problem.").format("uri-reference"))
                .addProperty(
                        "status",
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.INTEGER)
                                .format("int32")
                                .description("The status of the answer."))
                .addProperty("title", text("The kind of the problem in words."))
                .addProperty("detail", text("The reason, with the values that matter."))
                .addProperty("instance", text("The path of the request.").format("uri-reference"));
        FIELDS.forEach((name, description) -> problem.addProperty(name, text(description)));
        problem.addProperty("report", OASFactory.createSchema().ref("OperationReport"));
        problem.required(List.of("status", "title"));
        components.addSchema(PROBLEM, problem);
    }

    /** Describes the field that answers about a pool have in the demonstration mode only. */
    static void describeDemonstration(Components components) {
        Map<String, Schema> schemas = Objects.requireNonNull(components.getSchemas());
        DemonstrationField.SHOWN.stream()
                .map(type -> schemas.get(type.getSimpleName()))
                .filter(Objects::nonNull)
                .forEach(schema -> schema.addProperty(
                        Demonstration.FIELD,
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.BOOLEAN)
                                .description("True in the demonstration mode, and otherwise absent: "
                                        + Demonstration.MEANING + ".")));
    }

    private static Schema text(String description) {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING).description(description);
    }

    /** Converts the examples of lines to texts again, because the framework parses a line that is an object as JSON. */
    static void describeLines(Operation operation) {
        if (operation.getRequestBody() != null) {
            describeLines(operation.getRequestBody().getContent());
        }
        operation.getResponses().getAPIResponses().values().forEach(response -> describeLines(response.getContent()));
    }

    private static void describeLines(@Nullable Content content) {
        MediaType lines = content == null ? null : content.getMediaType("application/x-ndjson");
        if (lines != null && lines.getExample() != null && !(lines.getExample() instanceof String)) {
            lines.setExample(lines.getExample() + "\n");
        }
    }

    /** Removes the ISO 8601 duration format, because the service also accepts 500ms, 30s and 5m. */
    static void allowShortDurations(Operation operation) {
        List<Parameter> parameters = operation.getParameters();
        if (parameters != null) {
            for (Parameter parameter : parameters) {
                Schema schema = parameter.getSchema();
                if (schema != null && "duration".equals(schema.getFormat())) {
                    schema.setFormat(null);
                }
            }
        }
    }
}
