package dev.sluice.pool;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Folds repeated events into one, with its first and last time and a count. So the routine checks of quiet hours and
 * the attempts of an outage do not displace all other events. Thread-safe.
 */
final class EventFolds {

    private static final int MOST = 256;
    private static final Duration ONE_INCIDENT = Duration.ofMinutes(10);
    private static final Pattern NUMBERS = Pattern.compile("\\d+");

    private final Map<String, Kept> folds = new LinkedHashMap<>(16, 0.75f, true) { // Guarded by this
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
                    return size() > MOST;
                }
            };

    /** A kept event; the latest event of a fold replaces the earlier ones. */
    static final class Kept {

        private volatile PoolEvent event;
        private volatile long nanos;

        Kept(PoolEvent event, long nanos) {
            this.event = event;
            this.nanos = nanos;
        }

        PoolEvent event() {
            return event;
        }

        long nanos() {
            return nanos;
        }
    }

    /** Folds the event into an earlier similar one and returns null; without one, returns the new entry to keep. */
    synchronized @Nullable Kept add(PoolEvent event, long nanos) {
        String key = keyOf(event);
        if (key == null) {
            endIncident(event.type());
            return new Kept(event, nanos);
        }
        Kept earlier = folds.get(key);
        if (earlier != null && isSame(earlier.event, event)) {
            earlier.event = event.after(earlier.event);
            earlier.nanos = nanos;
            return null;
        }
        Kept fresh = new Kept(event, nanos);
        folds.put(key, fresh);
        return fresh;
    }

    /** Forgets an entry that is no longer kept; the next similar event starts a new fold. */
    synchronized void forget(Kept kept) {
        folds.values().remove(kept);
    }

    /** Ends the folds of creation failures after a recovery; later failures belong to another incident. */
    private void endIncident(PoolEvent.Type type) {
        if (type == PoolEvent.Type.RECOVERED) {
            folds.keySet().removeIf(key -> key.startsWith(PoolEvent.Type.CREATION_FAILED.name()));
        }
    }

    private static boolean isSame(PoolEvent earlier, PoolEvent later) {
        return later.type() == PoolEvent.Type.STATUS
                || later.type() == PoolEvent.Type.VALIDATED
                || later.at().isBefore(earlier.at().plus(ONE_INCIDENT));
    }

    private static @Nullable String keyOf(PoolEvent event) {
        return switch (event.type()) {
            case STATUS, SATURATED -> event.type().name();
            case VALIDATED -> event.type() + " " + event.connection();
            case CREATION_FAILED, PASSWORD_REJECTED, CLOSE_FAILED, REFILL, OPERATION_REFUSED ->
                event.type() + " "
                        + NUMBERS.matcher(String.valueOf(event.detail())).replaceAll("#");
            default -> null;
        };
    }
}
