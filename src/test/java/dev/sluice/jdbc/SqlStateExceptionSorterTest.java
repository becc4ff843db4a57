package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Errors that mean a lost session, by SQLState")
@Tag("fast")
class SqlStateExceptionSorterTest {

    private final SqlStateExceptionSorter sorter = new SqlStateExceptionSorter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "08000", "08001", "08003", "08006", "08S01", "57P01", "57P02", "57P03", "57P05", "25P03", "90007",
                "90067", "90098", "90121"
            })
    @DisplayName("class 08, and PostgreSQL's and H2's states for a lost session, are fatal")
    void fatalStates(String state) {
        assertThat(sorter.isFatal(new SQLException("lost", state))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "40001", "42601", "57014", "90008", "80006", ""})
    @DisplayName("other states are not")
    void otherStates(String state) {
        assertThat(sorter.isFatal(new SQLException("failed", state))).isFalse();
    }

    @Test
    @DisplayName("the exception's class decides if it means a lost connection")
    void byClass() {
        assertThat(sorter.isFatal(new SQLRecoverableException("start anew"))).isTrue();
        assertThat(sorter.isFatal(new SQLNonTransientConnectionException("gone")))
                .isTrue();
        assertThat(sorter.isFatal(new SQLTimeoutException("too slow"))).isFalse();
        assertThat(sorter.isFatal(new SQLTransientConnectionException("perhaps")))
                .isFalse();
        assertThat(sorter.isFatal(new SQLException("no state at all"))).isFalse();
    }
}
