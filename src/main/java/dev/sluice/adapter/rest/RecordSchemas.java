package dev.sluice.adapter.rest;

import dev.sluice.control.policy.PolicyView;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.policy.PolicyDeclaration;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.statistic.Statistic;
import dev.sluice.pool.statistic.StatisticEntry;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Completes the schemas of records. A nullable component allows null, and any other component of an answer is required.
 * A statistic has its description. A type that is declared in another type is named after both (PoolEventType), instead
 * of numbered (Type1).
 */
final class RecordSchemas {

    private static final String PREFIX = "#/components/schemas/";

    /** Types that requests have, too, where any field may be omitted. */
    private static final Set<Class<?>> OPTIONAL = Stream.concat(
                    Stream.of(PolicyView.class, PolicyView.ShareView.class, PolicyView.SheddingView.class),
                    PoolPolicies.DECLARATIONS.stream().map(PolicyDeclaration::type))
            .collect(Collectors.toUnmodifiableSet());

    private final Map<String, Schema> schemas;
    private final Set<Class<?>> done = new LinkedHashSet<>();

    private RecordSchemas(Map<String, Schema> schemas) {
        this.schemas = schemas;
    }

    /** Completes the schemas of these types, and of all types of their components. */
    static void complete(List<Class<?>> types, Components components) {
        Map<String, Schema> schemas = new LinkedHashMap<>(Objects.requireNonNull(components.getSchemas()));
        RecordSchemas records = new RecordSchemas(schemas);
        types.forEach(records::complete);
        components.setSchemas(schemas);
    }

    private void complete(Class<?> type) {
        Schema schema = schemas.get(nameOf(type));
        if (schema == null || !type.isRecord() || !done.add(type)) {
            return;
        }
        for (RecordComponent component : type.getRecordComponents()) {
            String name = component.getName();
            Schema property = schema.getProperties() == null
                    ? null
                    : schema.getProperties().get(name);
            if (property == null) {
                continue;
            }
            rename(component.getType(), property);
            Statistic statistic = statistic(type, component);
            if (statistic != null && property.getRef() == null) {
                property.setDescription(StatisticEntry.description(statistic));
            }
            if (isNullable(component)) {
                schema.addProperty(name, orNull(property));
            } else if (!OPTIONAL.contains(type)) {
                schema.addRequired(name);
            }
            complete(component.getGenericType());
        }
    }

    /** Returns the declaration of the component, which an overview has in common with the statistics of a pool. */
    private static @Nullable Statistic statistic(Class<?> type, RecordComponent component) {
        return type != PoolOverview.class
                ? component.getAnnotation(Statistic.class)
                : PoolStats.STATISTICS.stream()
                        .filter(entry -> entry.path().equals(component.getName()))
                        .findFirst()
                        .map(StatisticEntry::declaration)
                        .orElse(null);
    }

    private static String nameOf(Class<?> type) {
        var named = type.getAnnotation(org.eclipse.microprofile.openapi.annotations.media.Schema.class);
        return named == null || named.name().isEmpty() ? type.getSimpleName() : named.name();
    }

    private void complete(Type type) {
        if (type instanceof ParameterizedType generic) {
            Arrays.stream(generic.getActualTypeArguments()).forEach(this::complete);
        } else if (type instanceof Class<?> plain) {
            complete(plain);
        }
    }

    private void rename(Class<?> type, Schema property) {
        Class<?> outer = type.getEnclosingClass();
        String reference = property.getRef();
        if (!type.isEnum() || outer == null || reference == null) {
            return;
        }
        String name = outer.getSimpleName() + type.getSimpleName();
        Schema moved = schemas.remove(reference.substring(PREFIX.length()));
        if (moved != null) {
            schemas.put(name, moved);
        }
        property.setRef(PREFIX + name);
    }

    private static boolean isNullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    /** Returns the schema or null, as alternatives. A type next to a reference would mean that both must match. */
    private static Schema orNull(Schema property) {
        String reference = property.getRef();
        if (reference == null) {
            return property.addType(Schema.SchemaType.NULL);
        }
        return OASFactory.createSchema()
                .addAnyOf(OASFactory.createSchema().ref(reference))
                .addAnyOf(OASFactory.createSchema().addType(Schema.SchemaType.NULL));
    }
}
