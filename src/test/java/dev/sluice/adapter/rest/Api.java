package dev.sluice.adapter.rest;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;

/** The paths that change something, as the resources declare them, so that no test forgets a new one. */
final class Api {

    private Api() {}

    /** As in {@code POST /pool/verbose}; operations are tried dry. */
    static Stream<String> changes() {
        Stream<String> ofPools = Stream.of(PoolResource.class, GateResource.class, SteeringResource.class)
                .flatMap(resource -> Arrays.stream(resource.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Path.class) && !method.isAnnotationPresent(GET.class))
                .flatMap(method -> Stream.of("/pool/", "/pools/default/")
                        .flatMap(pool -> pathsOf(method)
                                .map(path -> verbOf(method) + " " + pool + path
                                        + (method.isAnnotationPresent(Operates.class) ? "?dryRun=true" : ""))));
        Stream<String> ofBatches = Arrays.stream(BatchesResource.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Path.class) && method.isAnnotationPresent(POST.class))
                .map(method -> "POST /batches/"
                        + method.getAnnotation(Path.class).value().replace("{id}", "batch-1"));
        Stream<String> others =
                Stream.of("POST /batches", "POST /pools?dryRun=true", "DELETE /pools/default?dryRun=true");
        return Stream.concat(Stream.concat(ofPools, ofBatches), others).sorted();
    }

    private static Stream<String> pathsOf(Method method) {
        String path = method.getAnnotation(Path.class).value();
        return path.equals(OperationPaths.TEMPLATE) ? OperationPaths.names().stream() : Stream.of(path);
    }

    private static String verbOf(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(Objects::nonNull)
                .map(HttpMethod::value)
                .findFirst()
                .orElseThrow();
    }

    /** Sends such a change. */
    static Response send(RequestSpecification request, String change) {
        String[] words = change.split(" ");
        boolean hasBody = words[0].startsWith("P")
                && (!words[0].equals("POST")
                        || words[1].contains("-endpoint")
                        || words[1].contains("-credentials")
                        || words[1].endsWith("/what-if")
                        || words[1].startsWith("/pools?")
                        || words[1].equals("/batches"));
        return !hasBody
                ? request.request(words[0], words[1])
                : request.contentType("application/json").body("{}").request(words[0], words[1]);
    }
}
