package dev.sluice.pool.policy;

import dev.sluice.value.TextValue;
import dev.sluice.value.ValueType;
import dev.sluice.value.Values;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Times of a week with a number of connections for each, as text {@code Mon-Fri 08:00=15 | Sat 09:30=5}. Immutable.
 *
 * @param times the times, in the order of the text
 */
public record WeeklySchedule(List<WeeklyTime> times) implements TextValue {

    /** Maximum number of times. */
    static final int MOST_TIMES = 50;

    /** Days that a search reads: each time occurs within a week. */
    private static final int SEARCHED_DAYS = 8;

    /** The type of schedules. */
    static final ValueType<WeeklySchedule> TYPE = Values.text(
            "times such as Mon-Fri 08:00=15, separated by vertical bars, at most " + MOST_TIMES + ", for 1 to "
                    + WarmUp.LARGEST + " connections each",
            WeeklySchedule::parse);

    /**
     * A time of the schedule on a date.
     *
     * @param time the time
     * @param at the moment
     */
    public record Moment(WeeklyTime time, Instant at) {

        private boolean isBefore(@Nullable Moment other) {
            return other == null || at.isBefore(other.at) || (at.equals(other.at) && time.size() > other.time.size());
        }

        private boolean isAfter(@Nullable Moment other) {
            return other == null || at.isAfter(other.at) || (at.equals(other.at) && time.size() > other.time.size());
        }
    }

    /** Copies the list. */
    public WeeklySchedule {
        times = List.copyOf(times);
    }

    private static @Nullable WeeklySchedule parse(String text) {
        List<WeeklyTime> times = new ArrayList<>();
        for (String item : text.split("\\|", -1)) {
            WeeklyTime time = WeeklyTime.parse(item);
            if (time == null || times.size() == MOST_TIMES) {
                return null;
            }
            times.add(time);
        }
        return new WeeklySchedule(times);
    }

    /** Returns the first moment after {@code after}. Of times at the same moment, the one with most connections. */
    public Moment next(Instant after, ZoneId zone) {
        Moment first = null;
        LocalDate today = LocalDate.ofInstant(after, zone);
        for (int day = -1; day <= SEARCHED_DAYS; day++) {
            for (WeeklyTime time : times) {
                Instant at = time.on(today.plusDays(day), zone);
                Moment moment = at == null || !at.isAfter(after) ? null : new Moment(time, at);
                first = moment != null && moment.isBefore(first) ? moment : first;
            }
        }
        if (first == null) {
            throw new IllegalStateException("no time within " + SEARCHED_DAYS + " days of " + after);
        }
        return first;
    }

    /**
     * Returns the last moment after {@code after} that is not later than {@code now}, or null if there is none. Reads
     * the last week only.
     */
    public @Nullable Moment lastBetween(Instant after, Instant now, ZoneId zone) {
        Moment last = null;
        LocalDate today = LocalDate.ofInstant(now, zone);
        for (int day = -SEARCHED_DAYS; day <= 1; day++) {
            for (WeeklyTime time : times) {
                Instant at = time.on(today.plusDays(day), zone);
                boolean between = at != null && at.isAfter(after) && !at.isAfter(now);
                Moment moment = at == null || !between ? null : new Moment(time, at);
                last = moment != null && moment.isAfter(last) ? moment : last;
            }
        }
        return last;
    }

    @Override
    public String toString() {
        return times.stream().map(WeeklyTime::toString).collect(Collectors.joining(" | "));
    }
}
