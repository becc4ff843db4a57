package dev.sluice.batch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("A worker's turns")
@Tag("fast")
class LeaseTurnsTest {

    @Test
    @DisplayName("end at once if they were cancelled, and a second cancel interrupts no thread")
    void calledOff() throws SQLException {
        LeaseTurns turns = new LeaseTurns(new Connections() {

            @Override
            public String place() {
                return "nowhere";
            }

            @Override
            public Connection acquire() {
                throw new AssertionError("nobody wants one any more");
            }
        });
        turns.callOff();
        assertThat(turns.next()).isNull();

        turns.callOff();

        assertThat(Thread.interrupted()).isFalse();
    }
}
