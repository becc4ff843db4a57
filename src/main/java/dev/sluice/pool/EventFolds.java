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

    private final Map<Fold, Kept> folds = new LinkedHashMap<>(16, 0.75f, true) { // Guarded by this
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Fold, Kept> eldest) {
                    return size() > MOST;
                }
            };

    /**
     * The common properties of the events of one fold.
     *
     * @param type the type of the events
     * @param subject the connection of the events, or their detail with each number replaced; null if the type suffices
     */
    private record Fold(PoolEvent.Type type, @Nullable String subject) {

        /** Returns the fold of the event, or null if its type is never folded. */
        static @Nullable Fold of(PoolEvent event) {
            return switch (event.type()) {
                case STATUS, SATURATED -> new Fold(event.type(), null);
                case VALIDATED -> new Fold(event.type(), event.connection());
                case CREATION_FAILED, PASSWORD_REJECTED, SERVER_FULL, CLOSE_FAILED, REFILL, OPERATION_REFUSED ->
                    new Fold(
                            event.type(),
                            NUMBERS.matcher(String.valueOf(event.detail())).replaceAll("#"));
                default -> null;
            };
        }
    }

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
        Fold fold = Fold.of(event);
        if (fold == null) {
            endIncident(event.type());
            return new Kept(event, nanos);
        }
        Kept earlier = folds.get(fold);
        if (earlier != null && isSame(earlier.event, event)) {
            earlier.event = event.after(earlier.event);
            earlier.nanos = nanos;
            return null;
        }
        Kept fresh = new Kept(event, nanos);
        folds.put(fold, fresh);
        return fresh;
    }

    /** Forgets an entry that is no longer kept; the next similar event starts a new fold. */
    synchronized void forget(Kept kept) {
        folds.values().remove(kept);
    }

    /** Ends the folds of creation failures after a recovery; later failures belong to another incident. */
    private void endIncident(PoolEvent.Type type) {
        if (type == PoolEvent.Type.RECOVERED) {
            folds.keySet().removeIf(fold -> fold.type() == PoolEvent.Type.CREATION_FAILED);
        }
    }

    private static boolean isSame(PoolEvent earlier, PoolEvent later) {
        return later.type() == PoolEvent.Type.STATUS
                || later.type() == PoolEvent.Type.VALIDATED
                || later.at().isBefore(earlier.at().plus(ONE_INCIDENT));
    }
}
