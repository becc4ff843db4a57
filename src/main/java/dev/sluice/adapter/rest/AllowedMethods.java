package dev.sluice.adapter.rest;

import dev.sluice.access.Role;
import dev.sluice.control.operation.OperationEntry;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The methods that each path of this API has, and the roles that they need. The framework answers {@code OPTIONS} with the methods of all paths of a
 * resource together.
 */
final class AllowedMethods {

    private static final List<Class<?>> RESOURCES = List.of(
            DefaultPoolResource.class,
            NamedPoolResource.class,
            PoolsResource.class,
            OperationsResource.class,
            AuditResource.class,
            VerdictResource.class,
            IdentityResource.class,
            BatchesResource.class);
    private static final Pattern VARIABLE = Pattern.compile("\\{[^}]*\\}");
    private static final List<PathRule> RULES = read();

    private AllowedMethods() {}

    /** Returns the methods of a path below the {@link ApiRoot}, in order; empty if there is no such path. */
    static Set<String> of(String path) {
        String plain = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        Set<String> allowed = new TreeSet<>();
        for (PathRule rule : RULES) {
            if (rule.matches(plain)) {
                allowed.addAll(rule.roles().keySet());
            }
        }
        if (allowed.contains(HttpMethod.GET)) {
            allowed.add(HttpMethod.HEAD);
        }
        if (!allowed.isEmpty()) {
            allowed.add(HttpMethod.OPTIONS);
        }
        return allowed;
    }

    /** Returns the least role for changes by a method of a path; the values of a request may need more. */
    static Role roleOf(String path, String method) {
        for (PathRule rule : RULES) {
            Role role = rule.matches(path) ? rule.roles().get(method) : null;
            if (role != null) {
                return role;
            }
        }
        return OperationPaths.find(path.substring(path.lastIndexOf('/') + 1))
                .map(OperationEntry::role)
                .orElse(Role.OPERATOR);
    }

    private static List<PathRule> read() {
        Map<String, Map<String, @Nullable Role>> byTemplate = new LinkedHashMap<>();
        for (Class<?> resource : RESOURCES) {
            for (Method method : resource.getMethods()) {
                NeedsRole needs = method.getAnnotation(NeedsRole.class);
                for (String name : namesOf(method)) {
                    byTemplate
                            .computeIfAbsent(template(resource, method), none -> new HashMap<>())
                            .put(name, needs == null ? null : needs.value()[0]);
                }
            }
        }
        return byTemplate.entrySet().stream()
                .map(each -> PathRule.of(each.getKey(), each.getValue()))
                .toList();
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

    private static String template(Class<?> resource, Method method) {
        String begin = template(resource.getAnnotation(Path.class));
        Path second = method.getAnnotation(Path.class);
        return second == null ? begin : begin + "/" + second.value();
    }

    private static String template(@Nullable Path path) {
        return path == null ? "" : ApiRoot.withoutInside(path.value());
    }

    /**
     * The methods of the paths of one template.
     *
     * @param pattern the paths
     * @param isOperation whether the last part of the path must name an operation of the catalogue
     * @param roles the methods with the roles that they need; null for that of the operation
     */
    private record PathRule(Pattern pattern, boolean isOperation, Map<String, @Nullable Role> roles) {

        static PathRule of(String template, Map<String, @Nullable Role> roles) {
            String variables = VARIABLE.matcher(template).replaceAll("[^/]+"); // the rest: letters, '-' and '/'
            return new PathRule(Pattern.compile(variables), template.endsWith(OperationPaths.TEMPLATE), roles);
        }

        boolean matches(String path) {
            return pattern.matcher(path).matches()
                    && (!isOperation
                            || OperationPaths.find(path.substring(path.lastIndexOf('/') + 1))
                                    .isPresent());
        }
    }
}
