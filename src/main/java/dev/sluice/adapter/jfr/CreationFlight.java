package dev.sluice.adapter.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

/** A creation of a connection, successful or not. */
@Name("dev.sluice.Creation")
@Label("Creation of a connection")
@Description("Connection that was opened, or failed attempt to open one")
final class CreationFlight extends FlightEvent {

    @Label("Success")
    boolean success;

    @Label("Detail")
    @Description("Purpose of the creation and, after a failure, its reason")
    @Nullable
    String detail;

    @Label("Connections")
    @Description("Connections of the pool at the time of the event")
    int total;

    @Label("Maximum")
    int max;
}
