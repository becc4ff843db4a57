package dev.sluice.pool.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The promises of slots and room, over many interleavings. {@code -Dsluice.schedule=<seed>} plays one. */
@Tag("campaign")
class SlotScheduleTest {

    private static final int COUNT = 100_000;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    @DisplayName("a slot has one owner, a lease ends once, and the number of slots never exceeds the room")
    void keepsItsPromises() {
        Long single = Long.getLong("sluice.schedule");
        SlotSchedule.Player player = new SlotSchedule.Player();
        for (long seed = single == null ? 0 : single; seed < (single == null ? COUNT : single + 1); seed++) {
            assertThat(player.apply(seed)).isNull();
        }
    }
}
