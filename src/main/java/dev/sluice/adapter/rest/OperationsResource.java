package dev.sluice.adapter.rest;

import dev.sluice.access.Role;
import dev.sluice.control.GuardedControl;
import dev.sluice.control.PoolControl;
import dev.sluice.control.operation.Operation;
import dev.sluice.control.operation.OperationCatalogue;
import dev.sluice.control.operation.OperationRunner;
import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jspecify.annotations.Nullable;

/** The resource of the operations of all pools: running operations and the last ended ones. */
@Path(ApiRoot.INSIDE + OperationsResource.PATH)
@Guarded
@Blocking
@Cache(noStore = true)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = ApiDescription.OPERATIONS, description = ApiDescription.ABOUT_OPERATIONS)
@IfBuildProperty(name = "sluice.http.enabled", stringValue = "true")
public class OperationsResource {

    static final String PATH = "/operations";

    private final GuardedControl control;
    private final PoolControl pools;
    private final Followers followers;
    private final ApiRoot root;

    OperationsResource(GuardedControl control, PoolControl pools, Followers followers, ApiRoot root) {
        this.control = control;
        this.pools = pools;
        this.followers = followers;
        this.root = root;
    }

    /** Returns all operations, the latest first. */
    @GET
    @NeedsRole(Role.VIEWER)
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "The operations",
            description = "A page of the running operations and the last ended ones, the latest first. "
                    + OperationRunner.KEPT
                    + " are kept."
                    + " The reports are left out: an operation alone has its report.")
    public List<Operation> operations(
            @QueryParam("pool") @Parameter(description = "Only operations on this pool.", example = "default") @Nullable
                    String pool,
            @BeanParam PageQuery page) {
        return page.of(control.operations(Parameters.name("pool", pool))).stream()
                .map(Redacted::withoutReport)
                .toList();
    }

    /** Returns the catalogue. */
    @GET
    @NeedsRole(Role.VIEWER)
    @Path("catalogue")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "List the operations that can be ordered",
            description = "Each operation with its parameters, their types, bounds and defaults: all that a form or a"
                    + " command needs.")
    public List<CatalogueEntry> catalogue() {
        return OperationCatalogue.all().stream()
                .map(entry -> CatalogueEntry.of(entry, root.path()))
                .toList();
    }

    /** Returns the rules that can be set. */
    @GET
    @NeedsRole(Role.VIEWER)
    @Path("catalogue/policies")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "List the rules that can be set",
            description = "The rules of the gate and the policies, in groups, with types, bounds and defaults: all that"
                    + " a form for …/policy needs.")
    public List<PolicyEntry> policies() {
        return PolicyEntry.all();
    }

    /** Returns one operation. */
    @GET
    @NeedsRole(Role.VIEWER)
    @Path("{id}")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Return an operation",
            description = "The state of the operation, and its report after its end.")
    public Operation operation(
            @PathParam("id") @Parameter(description = "Id of the operation.", example = "op_12_1767225600123456789")
                    String id) {
        return Redacted.operation(control.operation(id));
    }

    /** Returns the progress of one operation as server-sent events. */
    @GET
    @NeedsRole(Role.VIEWER)
    @Path("{id}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Follow an operation",
            description = "Server-sent events with the state of the operation, at once and at each change; the "
                    + "last event is its end.")
    public Multi<Operation> events(
            @PathParam("id") @Parameter(description = "Id of the operation.", example = "op_12_1767225600123456789")
                    String id) {
        control.operation(id); // the permission, and an unknown operation is a problem, not an empty stream
        return followers.admit(Multi.createFrom().emitter(emitter -> follow(id, emitter), BackPressureStrategy.LATEST));
    }

    private void follow(String id, MultiEmitter<? super Operation> emitter) {
        AutoCloseable wire = pools.watch(id, operation -> {
            emitter.emit(Redacted.operation(operation));
            if (operation.hasEnded()) {
                emitter.complete();
            }
        });
        emitter.onTermination(() -> close(wire));
    }

    private static void close(AutoCloseable wire) {
        try {
            wire.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Cancels one operation. */
    @DELETE
    @NeedsRole(Role.OPERATOR)
    @Path("{id}")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Cancel an operation",
            description = "The operation stops as soon as it can; finished steps stay done. The answer is its "
                    + "current state.")
    public Operation cancel(
            @PathParam("id") @Parameter(description = "Id of the operation.", example = "op_12_1767225600123456789")
                    String id) {
        return Redacted.operation(control.cancel(id));
    }
}
