package dev.sluice.adapter.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.access.CurrentRequester;
import dev.sluice.access.Guard;
import dev.sluice.access.Role;
import dev.sluice.audit.AuditPosition;
import dev.sluice.audit.AuditReading;
import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.Cache;

/** The resource of the audit log, for auditors of all pools. */
@Path(ApiRoot.INSIDE + AuditResource.PATH)
@Guarded
@Blocking
@Cache(noStore = true)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = ApiDescription.AUDIT, description = ApiDescription.ABOUT_AUDIT)
@IfBuildProperty(name = "sluice.http.enabled", stringValue = "true")
public class AuditResource {

    static final String PATH = "/audit";

    private static final String OPERATION = "auditLog"; // the name that a denial has

    private static final Logger LOG = Logger.getLogger(AuditResource.class);

    private final Optional<AuditReading> reading;
    private final CurrentRequester current;
    private final Guard guard;
    private final ObjectMapper json;

    AuditResource(Optional<AuditReading> reading, CurrentRequester current, Guard guard, ObjectMapper json) {
        this.reading = reading;
        this.current = current;
        this.guard = guard;
        this.json = json;
    }

    /** Returns the newest lines that the parameters select. */
    @GET
    @NeedsRole(Role.AUDITOR)
    @Operation(
            summary = "The audit log",
            description = "The newest lines of the audit log that the parameters select, the newest first: changes of"
                    + " pools and batches, and denials. Each kind has numbers of its own. For the next older lines,"
                    + " repeat the request with the value of 'next' of the answer as 'before'.")
    public AuditEntries auditLog(@BeanParam AuditQuery query) {
        guard.require(current.requester(), Role.AUDITOR, null, OPERATION);
        AuditReading lines =
                reading.orElseThrow(() -> Refusal.of(ProblemType.NO_AUDIT_LOG, ProblemType.NO_AUDIT_LOG.example()));
        try {
            AuditReading.Excerpt found = lines.newest(query.filter(), query.most());
            AuditPosition next = found.next();
            return new AuditEntries(
                    found.lines().stream().map(this::line).toList(),
                    found.more(),
                    next == null ? null : next.toString());
        } catch (IOException e) {
            LOG.warnf("the audit log cannot be read: %s", e);
            throw Refusal.of(
                    ProblemType.AUDIT_UNAVAILABLE, "the files of the audit log cannot be read; the log has why");
        }
    }

    private AuditEntry line(JsonNode object) {
        try {
            return json.treeToValue(object, AuditEntry.class);
        } catch (JsonProcessingException e) {
            return AuditEntry.damaged(
                    object.path("kind").asText(), object.path("number").asLong());
        }
    }
}
