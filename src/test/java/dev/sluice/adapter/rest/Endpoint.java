package dev.sluice.adapter.rest;

import static java.util.Objects.requireNonNull;

import dev.sluice.access.Role;
import dev.sluice.control.operation.OperationCatalogue;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A method and a path of the API, with the roles that the code declares for it.
 *
 * @param roles the roles, one of which is enough
 * @param isOfPool whether the path names a pool
 * @param isOperation whether the request orders an operation of the catalogue
 */
record Endpoint(String method, String path, Set<Role> roles, boolean isOfPool, boolean isOperation) {

    private static final java.nio.file.Path CLASSES = java.nio.file.Path.of("target/classes/dev/sluice/adapter/rest");

    /** Returns the endpoints of all resources, found by their annotations. Fails for a method without a role. */
    static List<Endpoint> all() {
        List<Endpoint> all = new ArrayList<>();
        try (Stream<java.nio.file.Path> files = Files.list(CLASSES)) {
            for (java.nio.file.Path file : (Iterable<java.nio.file.Path>) files.sorted()::iterator) {
                String name = file.getFileName().toString();
                if (name.endsWith(".class") && !name.contains("$") && !name.contains("-")) {
                    Class<?> type = Class.forName(
                            "dev.sluice.adapter.rest." + name.replace(".class", ""),
                            false,
                            Endpoint.class.getClassLoader());
                    if (type.isAnnotationPresent(Path.class) && !Modifier.isAbstract(type.getModifiers())) {
                        add(type, all);
                    }
                }
            }
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
        return all;
    }

    private static void add(Class<?> resource, List<Endpoint> all) {
        boolean isOfPool = PoolResource.class.isAssignableFrom(resource);
        for (Method method : resource.getMethods()) {
            String verb = verb(method);
            if (verb != null && resource.getPackage().equals(PoolResource.class.getPackage())) {
                add(verb, path(resource, method), method, isOfPool, all);
            }
        }
    }

    private static void add(String verb, String path, Method method, boolean isOfPool, List<Endpoint> all) {
        Operates operates = method.getAnnotation(Operates.class);
        if (operates == null) {
            NeedsRole needs = method.getAnnotation(NeedsRole.class);
            if (needs == null) {
                throw new AssertionError(method + " has no role: add @NeedsRole or @Operates");
            }
            all.add(new Endpoint(verb, path, Set.of(needs.value()), isOfPool, false));
        } else if (operates.value().isEmpty()) {
            OperationPaths.names()
                    .forEach(name -> all.add(new Endpoint(
                            verb,
                            path.replace(OperationPaths.TEMPLATE, name),
                            Set.of(OperationPaths.entry(name).role()),
                            isOfPool,
                            true)));
        } else {
            all.add(new Endpoint(
                    verb,
                    path,
                    Set.of(OperationCatalogue.named(operates.value()).role()),
                    isOfPool,
                    true));
        }
    }

    private static @Nullable String verb(Method method) {
        for (Annotation annotation : method.getAnnotations()) {
            HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (verb != null) {
                return verb.value();
            }
        }
        return null;
    }

    private static String path(Class<?> resource, Method method) {
        String path = ApiRoot.withoutInside(
                requireNonNull(resource.getAnnotation(Path.class)).value());
        Path more = method.getAnnotation(Path.class);
        return more == null ? path : path + "/" + more.value().replaceFirst("^/", "");
    }

    /** Returns the method and the path, as in the OpenAPI document. */
    String name() {
        return method + " " + path;
    }

    /** Returns the target of a request that changes nothing even if it is permitted. */
    String harmlessTarget() {
        String id = path.startsWith(BatchesResource.PATH) ? "batch-9999" : "op_1_1";
        String target = path.replace("{name}", "default").replace("{id}", id);
        return isOperation ? target + "?dryRun=true" : target;
    }
}
