package dev.sluice.adapter.jfr;

import dev.sluice.pool.PoolEvent;
import java.util.TreeMap;
import java.util.stream.Collectors;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** The common fields of the events of a pool. Without a stack trace, which would be that of the pool. */
@Category("Sluice")
@StackTrace(false)
abstract class FlightEvent extends Event {

    @Label("Pool")
    @Nullable
    String pool;

    @Label("Connection")
    @Description("Name of the connection, or null")
    @Nullable
    String connection;

    /** Sets the common fields. */
    void fill(PoolEvent event) {
        pool = event.pool();
        connection = event.connection();
    }

    /** Returns the lane of the lease, or null if the event concerns no lease. */
    static @Nullable String laneOf(PoolEvent event) {
        return event.lane() == null ? null : event.lane().name();
    }

    /** Returns the tags of the lease as text, or null without tags. */
    static @Nullable String tagsOf(PoolEvent event) {
        return event.tags().isEmpty()
                ? null
                : new TreeMap<>(event.tags())
                        .entrySet().stream()
                                .map(tag -> tag.getKey() + ":" + tag.getValue())
                                .collect(Collectors.joining(" "));
    }
}
