package dev.sluice.adapter.rest;

import dev.sluice.access.CurrentRequester;
import dev.sluice.access.Demonstration;
import dev.sluice.access.Principal;
import dev.sluice.access.Role;
import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;

/** The resource of the requester's own identity, by which a client knows what it may show. */
@Path(ApiRoot.INSIDE + IdentityResource.PATH)
@Guarded
@Blocking
@Cache(noStore = true)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = ApiDescription.IDENTITY, description = ApiDescription.ABOUT_IDENTITY)
@IfBuildProperty(name = "sluice.http.enabled", stringValue = "true")
public class IdentityResource {

    static final String PATH = "/identity";

    private final CurrentRequester current;
    private final Demonstration demonstration;
    private final String version;

    IdentityResource(
            CurrentRequester current,
            Demonstration demonstration,
            @ConfigProperty(name = "quarkus.application.version", defaultValue = "unknown") String version) {
        this.current = current;
        this.demonstration = demonstration;
        this.version = version;
    }

    /** Returns the identity of the sender. */
    @GET
    @NeedsRole({Role.VIEWER, Role.AUDITOR})
    @Operation(
            summary = "The identity of the sender",
            description = "Name, roles, pools and mechanism of the identity that the credentials of this request prove;"
                    + " whether the service is a demonstration; the version of the application. Needs the role viewer or"
                    + " auditor.")
    public IdentityView identity() {
        Principal known = Objects.requireNonNull(current.requester().principal()); // the filter has required a role
        return IdentityView.of(known, demonstration.isOn(), version);
    }
}
