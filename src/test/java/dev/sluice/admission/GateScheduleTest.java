package dev.sluice.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The gate's promises over 120,000 interleavings. {@code -Dsluice.schedule=<seed>} plays one again
 * and prints it, {@code -Dsluice.schedules=<count>} plays more or fewer.
 */
@Tag("campaign")
class GateScheduleTest {

    private static final int COUNT = Integer.getInteger("sluice.schedules", 120_000);

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    @DisplayName("every promise is kept in every schedule")
    void keepsItsPromises() {
        Long single = Long.getLong("sluice.schedule");
        if (single != null) {
            System.out.println(Schedule.replay(single));
        }
        Schedule.Player player = new Schedule.Player();
        long first = single == null ? 0 : single;
        long last = single == null ? COUNT - 1 : single;
        long begun = System.nanoTime();
        for (long seed = first; seed <= last; seed++) {
            assertThat(player.apply(seed)).isNull();
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf("%d schedules in %.1f s%n", last - first + 1, seconds);
    }
}
