package dev.sluice.adapter.rest;

import dev.sluice.value.Shape;
import dev.sluice.value.ValueSpec;
import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** Describes declared values: as parameters of a query, and as fields of a JSON body. */
final class ApiValues {

    private ApiValues() {}

    static Parameter inQuery(ValueSpec<?> spec) {
        return OASFactory.createParameter()
                .name(spec.name())
                .in(Parameter.In.QUERY)
                .required(spec.isRequired())
                .description(words(spec))
                .example(exampleOf(spec))
                .schema(schema(spec));
    }

    static Schema field(ValueSpec<?> spec) {
        return schema(spec).description(words(spec));
    }

    /** Returns the description with the permitted values and the default. */
    private static String words(ValueSpec<?> spec) {
        String kind = spec.type().shape().base() == Shape.Base.TEXT
                ? ""
                : " Takes " + spec.type().kind() + ".";
        return spec.description()
                + kind
                + (spec.shownDefault() == null ? "" : " Default: " + spec.shownDefault() + ".");
    }

    static Object exampleOf(ValueSpec<?> spec) {
        return valueOf(spec.type().shape(), spec.example());
    }

    private static Schema schema(ValueSpec<?> spec) {
        Shape shape = spec.type().shape();
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
        if (shape.below() != null) {
            schema.exclusiveMaximum(BigDecimal.valueOf(shape.below()));
        }
        if (!shape.choices().isEmpty()) {
            schema.enumeration(List.copyOf(shape.choices()));
        }
        if (spec.isSecret()) {
            schema.format("password").writeOnly(true);
        }
        if (spec.otherwise() != null && spec.shownDefault() != null) {
            schema.defaultValue(valueOf(shape, spec.shownDefault()));
        }
        return schema;
    }

    private static Object valueOf(Shape shape, String text) {
        return switch (shape.base()) {
            case FLAG -> Boolean.valueOf(text);
            case INTEGER, LONG, DECIMAL -> new BigDecimal(text);
            case DURATION, TEXT -> text;
        };
    }
}
