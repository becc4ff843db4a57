package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class SecretsTest {

    @ParameterizedTest
    @DisplayName("a password is masked wherever drivers and people write it")
    @ValueSource(
            strings = {
                "jdbc:postgresql://db/x?user=me&password=geheim&ssl=true",
                "jdbc:sqlserver://db;user=me;password=geheim;encrypt=true",
                "jdbc:oracle:thin:me//db, PWD = geheim",
                "postgresql://me:geheim@db/x",
                "postgresql://me:ge/h@geheim@db/x",
                "{\"password\": \"geheim und mehr\"}",
                "password='geheim und mehr' is wrong",
                "operator token: geheim",
            })
    void masks(String text) {
        assertThat(Secrets.mask(text)).doesNotContain("geheim").contains("***");
    }

    @ParameterizedTest
    @DisplayName("other texts stay as they are")
    @ValueSource(
            strings = {
                "Connection to 127.0.0.1:5432 refused.",
                "jdbc:postgresql://db:5432/x?user=me",
                "FATAL: password authentication failed for user \"me\"",
            })
    void leavesAlone(String text) {
        assertThat(Secrets.mask(text)).isEqualTo(text);
    }
}
