package dev.sluice.adapter.rest;

import dev.sluice.access.AccessDenied;
import dev.sluice.access.CurrentRequester;
import dev.sluice.access.Guard;
import dev.sluice.access.Role;
import dev.sluice.batch.control.BatchSetting;
import dev.sluice.batch.control.BatchSettings;
import dev.sluice.control.PoolName;
import dev.sluice.control.operation.OperationCatalogue;
import dev.sluice.control.operation.OperationEntry;
import dev.sluice.control.operation.OperationEntry.ParameterPlace;
import dev.sluice.value.BadValue;
import io.quarkus.arc.properties.IfBuildProperty;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Filters for every request to a {@link Guarded} resource. */
@Singleton
@IfBuildProperty(name = "sluice.http.enabled", stringValue = "true")
public class RequestFilters {

    static final String WAITERS = "waiters";
    static final String LEAKS = "leaks";
    static final String STACKS = "stacks";
    static final String STATEMENTS = "statements";

    private final CurrentRequester requester;
    private final Guard guard;

    RequestFilters(CurrentRequester requester, Guard guard) {
        this.requester = requester;
        this.guard = guard;
    }

    /** Requires the role of the method, for the pool that the path names. */
    @Guarded
    @ServerRequestFilter(priority = Priorities.AUTHORIZATION)
    public void admit(ContainerRequestContext context, ResourceInfo resource, HttpServerRequest request) {
        OperationEntry entry = entryOf(context, resource);
        String pool = poolOf(context, resource);
        String name = entry == null ? resource.getResourceMethod().getName() : entry.name();
        Caller.of(request).refuseForeignPages(guard, requester.requester(), name, pool);
        try {
            Role role = entry == null ? roleFor(resource) : entry.role();
            if (pool == null) {
                guard.requireRole(requester.requester(), role, name);
            } else {
                guard.require(requester.requester(), role, pool, name);
            }
        } catch (AccessDenied e) {
            throw Refusal.of(e);
        }
    }

    /** Returns the role of the method that the requester has, or else the first. */
    private Role roleFor(ResourceInfo resource) {
        Role[] enough =
                resource.getResourceMethod().getAnnotation(NeedsRole.class).value();
        return Stream.of(enough)
                .filter(requester.requester()::mayAnywhere)
                .findFirst()
                .orElse(enough[0]);
    }

    private static @Nullable String poolOf(ContainerRequestContext context, ResourceInfo resource) {
        return PoolResource.class.isAssignableFrom(resource.getResourceClass())
                ? context.getUriInfo()
                        .getPathParameters()
                        .getOrDefault("name", List.of(PoolName.DEFAULT))
                        .get(0)
                : null;
    }

    /** Refuses query parameters that the method does not have, and empty or repeated ones. */
    @Guarded
    @ServerRequestFilter(priority = Priorities.USER)
    public void checkQuery(ContainerRequestContext context, ResourceInfo resource) {
        List<String> known = parametersOf(context, resource);
        context.getUriInfo().getQueryParameters().forEach((name, values) -> check(name, values, known));
    }

    private static void check(String name, List<String> values, List<String> known) {
        if (!known.contains(name)) {
            throw Refusal.unknownParameter(name, known);
        }
        if (values.size() > 1) {
            throw Refusal.of(BadValue.twice(name));
        }
        if (values.get(0).isEmpty()) {
            throw Refusal.parameter(ProblemType.BAD_PARAMETER, name, name + " is empty");
        }
    }

    /** Refuses a body for methods without one, because its parameters would be ignored silently. */
    @Guarded
    @ServerRequestFilter(priority = Priorities.USER)
    public void refuseBody(ContainerRequestContext context, ResourceInfo resource) {
        OperationEntry entry = entryOf(context, resource);
        if (resource.getResourceMethod().isAnnotationPresent(Consumes.class)) {
            return;
        }
        if (entry != null && entry.place() == ParameterPlace.BODY) {
            requireJson(context);
            return;
        }
        String length = context.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        if ((length != null && !length.equals("0")) || context.getHeaderString("Transfer-Encoding") != null) {
            throw Refusal.of(ProblemType.BODY_NOT_TAKEN, ProblemType.BODY_NOT_TAKEN.example());
        }
    }

    private static void requireJson(ContainerRequestContext context) {
        MediaType type = context.getMediaType();
        if (type != null && !type.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
            throw new NotSupportedException();
        }
    }

    /** Returns the operation of the catalogue that a request orders, or null for any other request. */
    private static @Nullable OperationEntry entryOf(ContainerRequestContext context, ResourceInfo resource) {
        Operates operates = resource.getResourceMethod().getAnnotation(Operates.class);
        if (operates == null) {
            return null;
        }
        UriInfo uri = context.getUriInfo();
        return operates.value().isEmpty() ? operation(uri) : OperationCatalogue.named(operates.value());
    }

    /**
     * Returns the operation that the path names. Refuses the path of another method, and a path that does not exist.
     */
    private static OperationEntry operation(UriInfo uri) {
        Optional<OperationEntry> entry =
                OperationPaths.find(uri.getPathParameters().getFirst(OperationPaths.VARIABLE));
        if (entry.isPresent()) {
            return entry.get();
        }
        Set<String> allowed = AllowedMethods.of(ApiRoot.withoutInside(uri.getPath()));
        if (allowed.isEmpty()) {
            throw Refusal.of(ProblemType.UNKNOWN_PATH, ProblemType.UNKNOWN_PATH.example());
        }
        throw Refusal.notAllowed(String.join(", ", allowed));
    }

    private static List<String> parametersOf(ContainerRequestContext context, ResourceInfo resource) {
        OperationEntry entry = entryOf(context, resource);
        if (entry != null) {
            boolean inQuery = entry.place() == ParameterPlace.QUERY || entry.place() == ParameterPlace.DELETE;
            Stream<String> own = inQuery ? entry.parameterNames().stream() : Stream.empty();
            return Stream.concat(own, Stream.of(OrderPlacement.DRY_RUN, OrderPlacement.DEADLINE))
                    .toList();
        }
        if (resource.getResourceMethod().isAnnotationPresent(TakesRows.class)) {
            return BatchSettings.names(BatchSetting.SettingSource.ROWS);
        }
        return QueryParameters.of(resource.getResourceMethod());
    }
}
