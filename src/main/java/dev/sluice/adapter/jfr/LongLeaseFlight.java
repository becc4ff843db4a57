package dev.sluice.adapter.jfr;

import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/**
 * A lease that was held for at least {@link FlightLines#LONG}, written by the holder at its release. Off by default: while
 * a recording has it on, each acquire and each release reads the clock.
 */
@Name("dev.sluice.LongLease")
@Label("Long lease")
@Description("Lease that was held for at least 100 ms; the stack is that of the release")
@Enabled(false)
@StackTrace
final class LongLeaseFlight extends FlightEvent {

    @Label("Held")
    @Timespan(Timespan.NANOSECONDS)
    long held;

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
