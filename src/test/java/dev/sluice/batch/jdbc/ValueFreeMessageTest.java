package dev.sluice.batch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A database's message about a row")
@Tag("fast")
class ValueFreeMessageTest {

    private static String said(String state, String message) {
        SQLException batch = new BatchUpdateException("Batch entry 0 values ('secret')", state, 0, new int[0]);
        batch.setNextException(new SQLException(message, state, 7));
        SQLException discreet = ValueFreeMessage.of(batch);
        assertThat(discreet.getSQLState()).isEqualTo(state);
        assertThat(discreet.getErrorCode()).isEqualTo(7);
        assertThat(discreet.getCause()).isNull();
        return discreet.getMessage();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "22P02|ERROR: invalid input syntax for type inet: \"secret\"|ERROR: invalid input syntax for type inet: \"…\"",
                "22P02|ERROR: invalid input value for enum mood: \"a \"secret\"\"|ERROR: invalid input value for enum mood: \"…\"",
                "22P02|FEHLER: ungültige Eingabesyntax für Typ inet: »secret«|FEHLER: ungültige Eingabesyntax für Typ inet: \"…\"",
                "22003|ERROR: value \"secret\" is out of range for type oid|ERROR: value \"…\" is out of range for type oid",
                "22003|ERROR: integer out of range|ERROR: integer out of range",
                "23505|Unique violation: \"T(ID) ( /* key:5 */ 'secret')\"|Unique violation: \"T(ID) …",
                "23505|ERROR: duplicate key violates \"t_pkey\"|ERROR: duplicate key violates \"t_pkey\"",
                "42804|ERROR: column \"v\" is of type int|ERROR: column \"v\" is of type int",
                "23502|NULL not allowed for column \"V\"; SQL statement: insert|NULL not allowed for column \"V\""
            })
    @DisplayName("is passed on without its values")
    void discreet(String state, String message, String expected) {
        assertThat(said(state, message)).isEqualTo(expected);
    }

    @Test
    @DisplayName("is passed on in one line, also if a value has several")
    void lines() {
        assertThat(said("22P02", "ERROR: bad value: \"my\nsecret\"")).isEqualTo("ERROR: bad value: \"…\"");
        assertThat(said("44000", "ERROR: violates the view\n  Detail: Failing row contains (secret)."))
                .isEqualTo("ERROR: violates the view");
        assertThat(said("23505", "ERROR: duplicate\n  Detail: Key (id)=(secret) is there."))
                .isEqualTo("ERROR: duplicate");
    }

    @Test
    @DisplayName("stays unchanged if it reports a lost connection, or a chunk that can be done again")
    void meaning() {
        SQLException lost = new SQLException("gone", "08006");
        SQLException again = new BatchUpdateException("entry", "40P01", 0, new int[0]);

        assertThat(ValueFreeMessage.of(lost) == lost).isTrue();
        assertThat(ValueFreeMessage.of(again) == again).isTrue();
    }
}
