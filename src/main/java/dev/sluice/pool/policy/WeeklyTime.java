package dev.sluice.pool.policy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A time of day on some days of the week, with the number of connections for it, as text {@code Mon-Fri 08:00=15}.
 * Immutable.
 *
 * @param from the first day
 * @param to the last day; a range may pass the end of the week, as {@code Sat-Mon}
 * @param at the local time
 * @param size the number of connections
 */
public record WeeklyTime(DayOfWeek from, DayOfWeek to, LocalTime at, int size) {

    private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
    private static final Pattern TEXT =
            Pattern.compile("([A-Za-z]{3})(?:-([A-Za-z]{3}))? +([01][0-9]|2[0-3]):([0-5][0-9])=([0-9]{1,5})");

    static @Nullable WeeklyTime parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            return null;
        }
        DayOfWeek first = day(String.valueOf(matcher.group(1)));
        String last = matcher.group(2);
        DayOfWeek until = last == null ? first : day(last);
        int number = Integer.parseInt(String.valueOf(matcher.group(5)));
        if (first == null || until == null || number < 1 || number > WarmUp.LARGEST) {
            return null;
        }
        int hour = Integer.parseInt(String.valueOf(matcher.group(3)));
        LocalTime time = LocalTime.of(hour, Integer.parseInt(String.valueOf(matcher.group(4))));
        return new WeeklyTime(first, until, time, number);
    }

    private static @Nullable DayOfWeek day(String text) {
        String name = text.substring(0, 1).toUpperCase(Locale.ROOT)
                + text.substring(1).toLowerCase(Locale.ROOT);
        int index = DAYS.indexOf(name);
        return index < 0 ? null : DayOfWeek.of(index + 1);
    }

    /**
     * Returns the moment of this time on a date, or null on another day of the week. A local time that the date does not
     * have, because the clocks go forward, is the moment of the change. A local time that the date has twice is the
     * first of both moments.
     */
    @Nullable
    Instant on(LocalDate date, ZoneId zone) {
        int length = Math.floorMod(to.getValue() - from.getValue(), DAYS.size());
        if (Math.floorMod(date.getDayOfWeek().getValue() - from.getValue(), DAYS.size()) > length) {
            return null;
        }
        LocalDateTime local = date.atTime(at);
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        if (change != null && change.isGap()) {
            return change.getInstant();
        }
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        return local.toInstant(offsets.get(0));
    }

    @Override
    public String toString() {
        String days = name(from) + (from == to ? "" : "-" + name(to));
        return days + " " + at + "=" + size;
    }

    private static String name(DayOfWeek day) {
        return DAYS.get(day.getValue() - 1);
    }
}
