package dev.sluice.adapter.jfr;

import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.PoolListener;
import dev.sluice.pool.operation.OperationName;
import java.time.Duration;
import java.time.Instant;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Writes the events of one pool to the recordings that have them on. Before the first recording of the process, the
 * Flight Recorder is not even initialized, because that would cost start time.
 */
final class FlightLines implements PoolListener {

    /** The shortest lease that {@link LongLeaseFlight} reports. */
    static final Duration LONG = Duration.ofMillis(100);

    /** Holds the type of long leases, which initializes the Flight Recorder. */
    private static final class LongLeases {
        static final EventType TYPE = EventType.getEventType(LongLeaseFlight.class);
    }

    /** Holds the type of waits, which initializes the Flight Recorder. */
    private static final class WaitFlights {
        static final EventType TYPE = EventType.getEventType(AcquireWaitFlight.class);
    }

    /** The time of the request for the running operation. A pool runs one operation at a time. */
    private volatile @Nullable Instant since;

    @Override
    public boolean wantsLeases() {
        return FlightRecorder.isInitialized() && LongLeases.TYPE.isEnabled();
    }

    @Override
    public boolean wantsWaits() {
        return FlightRecorder.isInitialized() && WaitFlights.TYPE.isEnabled();
    }

    @Override
    public void on(PoolEvent event) {
        if (event.type() == PoolEvent.Type.OPERATION_REQUESTED) {
            since = event.at();
        } else if (FlightRecorder.isInitialized()) {
            write(event);
        }
    }

    private void write(PoolEvent event) {
        switch (event.type()) {
            case LENT_AFTER_WAIT -> waited(event);
            case RETURNED -> returned(event);
            case CREATED -> creation(event, true);
            case CREATION_FAILED, INITIAL_CREATION_FAILED -> creation(event, false);
            case VALIDATED -> validation(event, true);
            case INVALID -> validation(event, false);
            case OPERATION_REFUSED -> operation(event, "refused", null);
            case OPERATION_COMPLETED -> operation(event, "completed", since);
            case OPERATION_INCOMPLETE -> operation(event, "incomplete", since);
            default -> {}
        }
    }

    private static void waited(PoolEvent event) {
        AcquireWaitFlight flight = new AcquireWaitFlight();
        if (flight.isEnabled()) {
            flight.fill(event);
            flight.waited = event.count();
            flight.lane = FlightEvent.laneOf(event);
            flight.tenant = event.tenant();
            flight.tags = FlightEvent.tagsOf(event);
            flight.commit();
        }
    }

    private static void returned(PoolEvent event) {
        LongLeaseFlight flight = new LongLeaseFlight();
        if (flight.isEnabled() && event.count() >= LONG.toNanos()) {
            flight.fill(event);
            flight.held = event.count();
            flight.lane = FlightEvent.laneOf(event);
            flight.tenant = event.tenant();
            flight.tags = FlightEvent.tagsOf(event);
            flight.commit();
        }
    }

    private static void creation(PoolEvent event, boolean success) {
        CreationFlight flight = new CreationFlight();
        if (flight.isEnabled()) {
            flight.fill(event);
            flight.success = success;
            flight.detail = event.words();
            flight.total = event.total();
            flight.max = event.max();
            flight.commit();
        }
    }

    private static void validation(PoolEvent event, boolean success) {
        ValidationFlight flight = new ValidationFlight();
        if (flight.isEnabled()) {
            flight.fill(event);
            flight.success = success;
            flight.reason = event.words();
            flight.commit();
        }
    }

    private static void operation(PoolEvent event, String outcome, @Nullable Instant start) {
        OperationFlight flight = new OperationFlight();
        OperationName name = event.operation();
        if (flight.isEnabled()) {
            flight.fill(event);
            flight.operation = name == null ? null : name.text();
            flight.outcome = outcome;
            flight.took = start == null ? 0 : event.since(start).toNanos();
            flight.created = event.count();
            flight.order = event.order();
            flight.commit();
        }
    }
}
