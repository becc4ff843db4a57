package dev.sluice.pool.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class WeeklyScheduleTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static WeeklySchedule schedule(String text) {
        return Objects.requireNonNull(WeeklySchedule.TYPE.parse(text), text);
    }

    /** The moments between two times, found by one search after the other. */
    private static List<String> moments(String text, String from, String to) {
        List<String> moments = new ArrayList<>();
        WeeklySchedule.Moment next = schedule(text).next(Instant.parse(from), BERLIN);
        while (next.at().isBefore(Instant.parse(to))) {
            moments.add(next.at() + " " + next.time());
            next = schedule(text).next(next.at(), BERLIN);
        }
        return moments;
    }

    @Test
    @DisplayName("X05 a schedule fires at its local times on its days, in the order of time")
    void days() {
        assertThat(moments(
                        "Mon-Fri 08:00=15 | sat 09:30=5 | Sun-Mon 23:59=1",
                        "2026-11-26T12:00:00Z", // a Thursday
                        "2026-12-02T00:00:00Z"))
                .containsExactly(
                        "2026-11-27T07:00:00Z Mon-Fri 08:00=15",
                        "2026-11-28T08:30:00Z Sat 09:30=5",
                        "2026-11-29T22:59:00Z Sun-Mon 23:59=1",
                        "2026-11-30T07:00:00Z Mon-Fri 08:00=15",
                        "2026-11-30T22:59:00Z Sun-Mon 23:59=1",
                        "2026-12-01T07:00:00Z Mon-Fri 08:00=15");
    }

    @Test
    @DisplayName("X05 a time that the clocks skip fires once, at the change; a time that occurs twice fires once")
    void daylightSaving() {
        assertThat(moments("Sat-Mon 02:30=4", "2026-03-27T12:00:00Z", "2026-03-30T12:00:00Z"))
                .containsExactly(
                        "2026-03-28T01:30:00Z Sat-Mon 02:30=4",
                        "2026-03-29T01:00:00Z Sat-Mon 02:30=4",
                        "2026-03-30T00:30:00Z Sat-Mon 02:30=4");
        assertThat(moments("Sat-Mon 02:30=4", "2026-10-23T12:00:00Z", "2026-10-26T12:00:00Z"))
                .containsExactly(
                        "2026-10-24T00:30:00Z Sat-Mon 02:30=4",
                        "2026-10-25T00:30:00Z Sat-Mon 02:30=4",
                        "2026-10-26T01:30:00Z Sat-Mon 02:30=4");
    }

    @Test
    @DisplayName("X05 the latest time that has passed counts, among equal times the largest; a time counts once")
    void passed() {
        WeeklySchedule schedule = schedule("Mon-Sun 08:00=15 | Mon-Sun 08:00=20 | Mon-Sun 07:00=5");
        Instant seven = Instant.parse("2026-11-27T06:00:00Z");
        Instant eight = Instant.parse("2026-11-27T07:00:00Z");

        assertThat(schedule.lastBetween(seven.minusSeconds(1), eight, BERLIN))
                .extracting(moment -> moment.time().size())
                .isEqualTo(20);
        assertThat(schedule.lastBetween(seven.minusSeconds(1), seven, BERLIN))
                .extracting(moment -> moment.time().size())
                .isEqualTo(5);
        assertThat(schedule.lastBetween(seven, eight.minusNanos(1), BERLIN)).isNull();
        assertThat(schedule.lastBetween(eight, eight.plusSeconds(60), BERLIN)).isNull();
        assertThat(schedule.next(seven, BERLIN).time().size()).isEqualTo(20);
    }

    @Test
    @DisplayName("X05 the text of a schedule is read again as the same schedule")
    void text() {
        WeeklySchedule schedule = schedule("mon-FRI 08:00=15|Sat 09:30=5");
        assertThat(schedule).hasToString("Mon-Fri 08:00=15 | Sat 09:30=5");
        assertThat(schedule(schedule.toString())).isEqualTo(schedule);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "08:00=15",
                "Mon 8:00=15",
                "Mon 24:00=15",
                "Mon 08:60=15",
                "Mon 08:00=0",
                "Mon 08:00=10001",
                "Mon 08:00",
                "Mon-Xyz 08:00=1",
                "Mon 08:00=15 |",
                "Mon-Tue-Wed 08:00=1",
                "Montag 08:00=1",
                "Mon 08:00=-1"
            })
    @DisplayName("X05 a text that is no schedule is refused")
    void refused(String text) {
        assertThat(WeeklySchedule.TYPE.parse(text)).isNull();
    }
}
