package dev.sluice.adapter.rest;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The query parameters that methods of resources declare, by themselves or in a group. */
final class QueryParameters {

    private QueryParameters() {}

    /** Returns the names of the method's query parameters in their order. */
    static List<String> of(Method method) {
        return Arrays.stream(method.getParameters())
                .flatMap(QueryParameters::members)
                .flatMap(member -> Optional.ofNullable(member.getAnnotation(QueryParam.class)).stream())
                .map(QueryParam::value)
                .toList();
    }

    private static Stream<? extends AnnotatedElement> members(Parameter parameter) {
        return parameter.isAnnotationPresent(BeanParam.class) ? fields(parameter.getType()) : Stream.of(parameter);
    }

    /** Returns the fields of a group, those that it inherits first. */
    private static Stream<Field> fields(@Nullable Class<?> group) {
        return group == null
                ? Stream.empty()
                : Stream.concat(fields(group.getSuperclass()), Arrays.stream(group.getDeclaredFields()));
    }
}
