package dev.sluice.adapter.rest;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Corrects schemas that the answers of the service would not satisfy. */
final class SchemaCorrections {

    private SchemaCorrections() {}

    /** Allows a JSON null wherever the record may have one. */
    static void markNullable(Class<?> type, Components components) {
        Schema schema = Objects.requireNonNull(components.getSchemas()).get(type.getSimpleName());
        for (RecordComponent component : type.getRecordComponents()) {
            if (schema != null && component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                Schema property = Objects.requireNonNull(schema.getProperties().get(component.getName()));
                schema.addProperty(component.getName(), orNull(property));
            }
        }
    }

    /** Returns the schema or null, as alternatives: with a type beside a reference, both would have to be satisfied. */
    private static Schema orNull(Schema property) {
        String reference = property.getRef();
        if (reference == null) {
            return property.addType(Schema.SchemaType.NULL);
        }
        return OASFactory.createSchema()
                .addAnyOf(OASFactory.createSchema().ref(reference))
                .addAnyOf(OASFactory.createSchema().addType(Schema.SchemaType.NULL));
    }

    /** Allows relative references for type and instance, as RFC 9457 does; those of the service are relative. */
    static void allowReferences(Components components) {
        Map<String, Schema> schemas = Objects.requireNonNull(components.getSchemas());
        for (String problem : List.of("HttpProblem", "HttpValidationProblem")) {
            Schema schema = schemas.get(problem);
            if (schema != null) {
                for (String property : List.of("type", "instance")) {
                    Schema reference = schema.getProperties().get(property);
                    if (reference != null) {
                        reference.setFormat("uri-reference");
                    }
                }
            }
        }
    }

    /** Removes the ISO 8601 duration format: the service also takes 500ms, 30s and 5m. */
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
