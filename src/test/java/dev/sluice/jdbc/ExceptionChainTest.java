package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
@DisplayName("The texts of a failure and its causes:")
@Tag("fast")
class ExceptionChainTest {

    @Test
    @DisplayName("itself, the next exceptions, the causes and the suppressed, the nearer first")
    void all() {
        SQLException cause = new SQLException("cause");
        SQLException next = new SQLException("next", "HY000", new IllegalStateException("of the next"));
        BatchUpdateException batch = new BatchUpdateException("batch", new int[0], cause);
        batch.setNextException(next);
        batch.addSuppressed(new SQLException("suppressed"));
        assertThat(ExceptionChain.of(batch))
                .extracting(Throwable::getMessage)
                .containsExactly("batch", "next", "cause", "suppressed", "of the next");
        assertThat(ExceptionChain.sqlOf(batch))
                .extracting(Throwable::getMessage)
                .containsExactly("batch", "next", "cause", "suppressed");
    }

    @Test
    @DisplayName("each once, though the chain is a ring")
    void ring() {
        SQLException first = new SQLException("first");
        SQLException second = new SQLException("second", first);
        first.setNextException(second);
        second.setNextException(first);
        assertThat(ExceptionChain.of(first)).containsExactly(first, second);
    }

    @Test
    @DisplayName("no more than a bound of a long chain")
    void bounded() {
        SQLException first = new SQLException("first");
        for (int i = 0; i < 10 * ExceptionChain.MOST; i++) {
            first.setNextException(new SQLException("next " + i));
        }
        assertThat(ExceptionChain.of(first)).hasSize(ExceptionChain.MOST);
    }
}
