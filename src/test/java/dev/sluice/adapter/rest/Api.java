package dev.sluice.adapter.rest;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** The paths that change something, as the resources declare them, so that no test forgets a new one. */
final class Api {

    private Api() {}

    static Stream<String> changes() {
        return Arrays.stream(PoolResource.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(POST.class))
                .map(method -> method.getAnnotation(Path.class).value())
                .sorted()
                .flatMap(operation -> Stream.of("/pool/" + operation, "/pools/default/" + operation));
    }
}
