package dev.sluice.adapter.rest;

import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** What every request to a {@link Guarded} resource goes through. */
@Singleton
public class RequestFilters {

    private static final Set<String> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    static final String WAITERS = "waiters";
    static final String LEAKS = "leaks";
    static final String STACKS = "stacks";
    static final String STATEMENTS = "statements";

    /** Parameters that ask for what only an operator may know, unless they are false. */
    private static final List<String> CONFIDENTIAL = List.of(STACKS, STATEMENTS);

    private final OperatorGuard guard;

    RequestFilters(OperatorGuard guard) {
        this.guard = guard;
    }

    /**
     * Lets reads pass, and changes by an operator. Stacks of threads, statements of holders and values of rows are for
     * operators, too.
     */
    @Guarded
    @ServerRequestFilter(priority = Priorities.AUTHORIZATION)
    public void admit(ContainerRequestContext context, ResourceInfo resource, HttpServerRequest request) {
        if (!READS.contains(context.getMethod()) || isConfidential(resource) || asksForSecrets(context)) {
            guard.admit(Caller.of(request));
        }
    }

    private static boolean isConfidential(ResourceInfo resource) {
        return resource.getResourceMethod().isAnnotationPresent(Confidential.class);
    }

    private static boolean asksForSecrets(ContainerRequestContext context) {
        MultivaluedMap<String, String> given = context.getUriInfo().getQueryParameters();
        return CONFIDENTIAL.stream()
                .flatMap(name -> given.getOrDefault(name, List.of()).stream())
                .anyMatch(value -> !value.equals("false"));
    }

    /** Refuses query parameters that the method does not have, and those that are empty or given twice. */
    @Guarded
    @ServerRequestFilter(priority = Priorities.USER)
    public void checkQuery(ContainerRequestContext context, ResourceInfo resource) {
        List<String> known = parametersOf(resource);
        context.getUriInfo().getQueryParameters().forEach((name, values) -> check(name, values, known));
    }

    private static void check(String name, List<String> values, List<String> known) {
        if (!known.contains(name)) {
            String names = known.isEmpty() ? "none" : String.join(", ", known);
            String detail = "there is no parameter '" + name + "' here; known: " + names;
            throw Refusal.parameter(ProblemType.UNKNOWN_PARAMETER, name, detail);
        }
        if (values.size() > 1) {
            throw Refusal.parameter(ProblemType.BAD_PARAMETER, name, name + " is given " + values.size() + " times");
        }
        if (values.get(0).isEmpty()) {
            throw Refusal.parameter(ProblemType.BAD_PARAMETER, name, name + " is empty");
        }
    }

    /** Refuses bodies where none is read: a parameter in there would be left out silently. */
    @Guarded
    @ServerRequestFilter(priority = Priorities.USER)
    public void refuseBody(ContainerRequestContext context, ResourceInfo resource) {
        if (resource.getResourceMethod().isAnnotationPresent(Consumes.class)) {
            return;
        }
        String length = context.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        if ((length != null && !length.equals("0")) || context.getHeaderString("Transfer-Encoding") != null) {
            throw Refusal.of(ProblemType.BODY_NOT_TAKEN, ProblemType.BODY_NOT_TAKEN.example());
        }
    }

    private static List<String> parametersOf(ResourceInfo resource) {
        Stream<String> own = Arrays.stream(resource.getResourceMethod().getParameters())
                .map(parameter -> parameter.getAnnotation(QueryParam.class))
                .filter(Objects::nonNull)
                .map(QueryParam::value);
        Stream<String> grouped = Arrays.stream(resource.getResourceMethod().getParameters())
                .filter(parameter -> parameter.isAnnotationPresent(BeanParam.class))
                .flatMap(parameter -> Arrays.stream(parameter.getType().getFields()))
                .map(field -> field.getAnnotation(QueryParam.class))
                .filter(Objects::nonNull)
                .map(QueryParam::value);
        boolean operates = resource.getResourceMethod().isAnnotationPresent(Operates.class);
        return Stream.concat(
                        Stream.concat(own, grouped),
                        operates ? Stream.of(Orders.DRY_RUN, Orders.DEADLINE) : Stream.empty())
                .toList();
    }
}
