package dev.sluice.jdbc.leased;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("The list of the open statements of a lease")
@Tag("fast")
class OpenStatementTest {

    /** A statement whose user leaves some result sets open. */
    private static final class Fake extends OpenStatement {

        private final int rows;
        private int ends;

        Fake(int rows) {
            this.rows = rows;
        }

        @Override
        int endLeft() {
            ends++;
            nowOver();
            return rows;
        }

        Fake on(OpenStatement others) {
            track(others);
            return this;
        }

        void close() {
            nowOver();
            dropEndedBelow();
        }
    }

    private static int length(OpenStatement top) {
        int length = 0;
        for (OpenStatement each = top; each != null; each = each.below()) {
            length++;
        }
        return length;
    }

    @Test
    @DisplayName("ends each open statement once, and counts them and their rows")
    void endsAll() {
        Fake first = new Fake(2).on(null);
        Fake second = new Fake(5).on(first);
        Fake third = new Fake(1).on(second);
        second.close();
        assertThat(OpenStatement.endAll(third)).isEqualTo(new LeftOpen(2, 3));
        assertThat(first.ends).isOne();
        assertThat(second.ends).isZero();
        assertThat(OpenStatement.endAll(third)).isEqualTo(LeftOpen.NONE);
    }

    @Test
    @DisplayName("does not grow in a long lease, whether each statement is closed before or after the next is made")
    void staysShort() {
        Fake top = new Fake(0).on(null);
        for (int i = 0; i < 100; i++) {
            top.close();
            top = new Fake(0).on(top);
        }
        assertThat(length(top)).isOne();
        for (int i = 0; i < 100; i++) {
            Fake next = new Fake(0).on(top);
            top.close();
            top = next;
        }
        assertThat(length(top)).isLessThanOrEqualTo(2);
    }
}
