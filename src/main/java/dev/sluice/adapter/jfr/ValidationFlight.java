package dev.sluice.adapter.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

/** A validation of an idle connection, or a reset that failed. */
@Name("dev.sluice.Validation")
@Label("Validation of a connection")
@Description("Validation of an idle connection; a failed reset counts as failed, too")
final class ValidationFlight extends FlightEvent {

    @Label("Success")
    boolean success;

    @Label("Reason")
    @Nullable
    String reason;
}
