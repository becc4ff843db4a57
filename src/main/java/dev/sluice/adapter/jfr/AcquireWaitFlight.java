package dev.sluice.adapter.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** An acquire that waited and received a connection, written by the caller at the end of its wait. */
@Name("dev.sluice.AcquireWait")
@Label("Acquire that waited")
@Description("Acquire that received its connection after a wait; the stack is that of the caller")
@StackTrace
final class AcquireWaitFlight extends FlightEvent {

    @Label("Waited")
    @Timespan(Timespan.NANOSECONDS)
    long waited;

    @Label("Lane")
    @Nullable
    String lane;

    @Label("Tenant")
    @Nullable
    String tenant;

    @Label("Tags")
    @Nullable
    String tags;
}
