package dev.sluice.adapter.rest;

import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Answers 202 with the operation and its path. */
@Provider
@IfBuildProperty(name = "sluice.http.enabled", stringValue = "true")
public class DeferredMapper implements ExceptionMapper<Deferred> {

    private final ApiRoot root;

    DeferredMapper(ApiRoot root) {
        this.root = root;
    }

    @Override
    public Response toResponse(Deferred deferred) {
        String id = deferred.operation().id();
        return Response.accepted(Redacted.operation(deferred.operation()))
                .type(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.LOCATION, root.path() + OperationsResource.PATH + "/" + id)
                .header("Preference-Applied", "respond-async")
                .build();
    }
}
