package dev.sluice.adapter.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** The end or the refusal of an operation. */
@Name("dev.sluice.Operation")
@Label("Operation on a pool")
@Description("Operation that ended or was refused because another one ran")
final class OperationFlight extends FlightEvent {

    @Label("Operation")
    @Nullable
    String operation;

    @Label("Outcome")
    @Description("completed, incomplete or refused")
    @Nullable
    String outcome;

    @Label("Took")
    @Timespan(Timespan.NANOSECONDS)
    @Description("Time from the request to the end; 0 if refused")
    long took;

    @Label("Created")
    @Description("Connections that the operation has created")
    long created;

    @Label("Order")
    @Description("Id, actor and parameters of the order, or null if the application called the pool itself")
    @Nullable
    String order;
}
