package dev.sluice.adapter.rest;

import dev.sluice.control.GuardedControl;
import dev.sluice.control.operation.OperationCatalogue;
import dev.sluice.control.operation.OperationEntry;
import dev.sluice.control.operation.OperationEntry.ParameterPlace;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.operation.OperationReport;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.io.InputStream;
import java.util.Map;

/**
 * The operations on one pool, as the {@link OperationCatalogue} declares them; {@link ApiOperations} describes them.
 * Orders are placed on worker threads, never on event loops, because a quick operation runs on the ordering thread,
 * including its listeners. Quarkus reads the annotation for this from the class that declares a method, not from the
 * resource that inherits it.
 */
@Blocking
abstract class SteeringResource extends GateResource {

    private final OrderPlacement orders;

    SteeringResource(GuardedControl control, OrderPlacement orders) {
        super(control);
        this.orders = orders;
    }

    /** Places an order for the operation that the path names; {@link RequestFilters} has checked the name. */
    @POST
    @Path(OperationPaths.TEMPLATE)
    @Operates
    public Uni<OperationReport> operate(@PathParam(OperationPaths.VARIABLE) String operation, InputStream body) {
        OperationEntry entry = OperationPaths.entry(operation);
        return perform(entry, entry.place() == ParameterPlace.BODY ? JsonBody.texts(body, entry) : orders.given());
    }

    /** Places an order. An invalid value may be refused at once, or when the operation begins. */
    final Uni<OperationReport> perform(OperationEntry entry, Map<String, String> given) {
        try {
            return orders.perform(name(), entry.command(given))
                    .onFailure(IllegalArgumentException.class)
                    .transform(Refusal::of);
        } catch (IllegalArgumentException e) {
            throw Refusal.of(e);
        }
    }

    /** Places an order with the parameters in the query. */
    final Uni<OperationReport> perform(OperationName operation) {
        return perform(OperationCatalogue.entry(operation), orders.given());
    }
}
