package dev.sluice.adapter.rest;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Singleton;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Adds a type and a message to refusals by the framework for unknown paths and methods. */
@Singleton
@Unremovable
public class StandardProblems implements ProblemPostProcessor {

    private static final int FIRST = 1001;

    @Override
    public int priority() {
        return FIRST;
    }

    @Override
    public HttpProblem apply(HttpProblem problem, ProblemContext context) {
        String path = context.path;
        if (path == null || problem.getType() != null || !HttpProblems.isOurs(path)) {
            return problem;
        }
        ProblemType type = typeOf(problem.getStatusCode(), path);
        return type == null
                ? problem
                : HttpProblem.builder(problem)
                        .withType(type.uri())
                        .withTitle(type.title())
                        .withStatus(type.status())
                        .withDetail(detail(type, path))
                        .build();
    }

    /**
     * Returns the type of a status, or null. The table of methods by path decides between 404 and 405. An operation
     * that is not in the catalogue is an unknown path. The framework alone answers 404 if several resources have paths
     * with the same beginning.
     */
    private static @Nullable ProblemType typeOf(int status, String path) {
        if (status == ProblemType.METHOD_NOT_ALLOWED.status() || status == ProblemType.UNKNOWN_PATH.status()) {
            return AllowedMethods.of(path).isEmpty() ? ProblemType.UNKNOWN_PATH : ProblemType.METHOD_NOT_ALLOWED;
        }
        if (status == ProblemType.NOT_ACCEPTABLE.status()) {
            return ProblemType.NOT_ACCEPTABLE;
        }
        if (status == ProblemType.CONTENT_TYPE.status()) {
            return ProblemType.CONTENT_TYPE;
        }
        return null;
    }

    private static String detail(ProblemType type, String path) {
        Set<String> allowed = AllowedMethods.of(path);
        return type == ProblemType.METHOD_NOT_ALLOWED
                ? "this path takes " + String.join(", ", allowed)
                : type.example();
    }
}
