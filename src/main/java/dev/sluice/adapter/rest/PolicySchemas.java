package dev.sluice.adapter.rest;

import dev.sluice.pool.policy.PolicyDeclaration;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.value.ValueSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jspecify.annotations.Nullable;

/** The schemas of the policies of a pool, derived from their declarations instead of from the types of their values. */
final class PolicySchemas {

    /** Schemas to which parameters of operations refer, too. */
    private static final Set<String> PARAMETERS = Set.of("Priority");

    private PolicySchemas() {}

    /** Replaces the schemas of the policies, and removes those of the types that only their values have. */
    static void describe(Components components) {
        Map<String, Schema> schemas = new LinkedHashMap<>(Objects.requireNonNull(components.getSchemas()));
        PoolPolicies.DECLARATIONS.forEach(declared -> {
            Set<String> replaced = references(schemas.get(declared.type().getSimpleName()));
            schemas.put(declared.type().getSimpleName(), schema(declared));
            replaced.forEach(name -> remove(name, schemas));
        });
        components.setSchemas(schemas);
    }

    private static Schema schema(PolicyDeclaration<?> declared) {
        Map<String, Schema> fields = new LinkedHashMap<>();
        declared.rules().forEach(rule -> fields.put(rule.name(), field(rule)));
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .description(declared.description())
                .properties(fields);
    }

    private static Schema field(ValueSpec<?> rule) {
        Schema field = ApiValues.field(rule);
        return rule.otherwise() == null ? field.addType(Schema.SchemaType.NULL) : field;
    }

    /** Returns the names of the schemas to which a schema refers. */
    private static Set<String> references(@Nullable Schema schema) {
        Set<String> names = new TreeSet<>();
        collect(schema, names);
        return names;
    }

    private static void collect(@Nullable Schema schema, Set<String> names) {
        if (schema == null) {
            return;
        }
        String reference = schema.getRef();
        if (reference != null) {
            names.add(reference.substring(reference.lastIndexOf('/') + 1));
        }
        collect(schema.getItems(), names);
        collect(schema.getAdditionalPropertiesSchema(), names);
        Stream.of(schema.getAllOf(), schema.getAnyOf(), schema.getOneOf())
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .forEach(each -> collect(each, names));
        if (schema.getProperties() != null) {
            schema.getProperties().values().forEach(each -> collect(each, names));
        }
    }

    /** Removes a schema to which no other schema refers any more, and those to which only it refers. */
    private static void remove(String name, Map<String, Schema> schemas) {
        boolean isUsed = schemas.entrySet().stream()
                .anyMatch(each -> !each.getKey().equals(name)
                        && references(each.getValue()).contains(name));
        if (!isUsed && !PARAMETERS.contains(name)) {
            references(schemas.remove(name)).forEach(each -> remove(each, schemas));
        }
    }
}
