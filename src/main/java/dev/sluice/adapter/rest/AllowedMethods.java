package dev.sluice.adapter.rest;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The methods that each path of this API has. The framework answers {@code OPTIONS} with the methods of all paths of a
 * resource together.
 */
final class AllowedMethods {

    private static final List<Class<?>> RESOURCES = List.of(
            DefaultPoolResource.class,
            NamedPoolResource.class,
            PoolsResource.class,
            OperationsResource.class,
            BatchesResource.class);
    private static final Pattern VARIABLE = Pattern.compile("\\{[^}]*\\}");
    private static final Map<Pattern, Set<String>> BY_PATH = read();

    private AllowedMethods() {}

    /** Returns the methods of a path, in order; empty if there is no such path. */
    static Set<String> of(String path) {
        String plain = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        Set<String> allowed = new TreeSet<>();
        BY_PATH.forEach((pattern, methods) -> {
            if (pattern.matcher(plain).matches()) {
                allowed.addAll(methods);
            }
        });
        if (allowed.contains(HttpMethod.GET)) {
            allowed.add(HttpMethod.HEAD);
        }
        if (!allowed.isEmpty()) {
            allowed.add(HttpMethod.OPTIONS);
        }
        return allowed;
    }

    private static Map<Pattern, Set<String>> read() {
        Map<String, Set<String>> byTemplate = new LinkedHashMap<>();
        for (Class<?> resource : RESOURCES) {
            for (Method method : resource.getMethods()) {
                for (String name : namesOf(method)) {
                    for (String template : templates(resource, method)) {
                        byTemplate
                                .computeIfAbsent(template, none -> new TreeSet<>())
                                .add(name);
                    }
                }
            }
        }
        Map<Pattern, Set<String>> byPath = new LinkedHashMap<>();
        byTemplate.forEach((template, names) -> byPath.put(pattern(template), names));
        return byPath;
    }

    private static List<String> namesOf(Method method) {
        List<String> names = new ArrayList<>();
        for (Annotation annotation : method.getAnnotations()) {
            HttpMethod name = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (name != null) {
                names.add(name.value());
            }
        }
        return names;
    }

    /** Returns the path templates of a method; the path of operations yields one template for each operation. */
    private static List<String> templates(Class<?> resource, Method method) {
        String template = template(resource, method);
        return template.endsWith(OperationPaths.TEMPLATE)
                ? OperationPaths.names().stream()
                        .map(name -> template.replace(OperationPaths.TEMPLATE, name))
                        .toList()
                : List.of(template);
    }

    private static String template(Class<?> resource, Method method) {
        Path first = resource.getAnnotation(Path.class);
        Path second = method.getAnnotation(Path.class);
        String begin = first == null ? "" : first.value();
        return second == null ? begin : begin + "/" + second.value();
    }

    private static Pattern pattern(String template) {
        return Pattern.compile(VARIABLE.matcher(template).replaceAll("[^/]+")); // the rest: letters, '-' and '/'
    }
}
