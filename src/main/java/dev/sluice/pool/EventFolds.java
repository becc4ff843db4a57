package dev.sluice.pool;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Folds events that repeat themselves into one, with its first and last time and a count, so that the looks of quiet
 * hours and the attempts of an outage do not push everything else out. Thread-safe.
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

    /** An event as it is kept; the last of a fold takes the place of those before it. */
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

    /** Adds the event to an earlier one like it; if there is none, what is to be kept of it. */
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

    /** What was kept is kept no more: the next one like it begins anew. */
    synchronized void forget(Kept kept) {
        folds.values().remove(kept);
    }

    /** What fails after a success belongs to another incident. */
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
