package dev.sluice.adapter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.access.PasswordHash;
import dev.sluice.access.TokenText;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The commands that hash secrets")
@Tag("fast")
class HashCommandsTest {

    private static final String TOKEN = "correct-horse-battery-staple-of-the-tests";

    @Test
    @DisplayName("print the hash of the token, and not the token")
    void token() {
        Ran ran = Ran.of(new HashTokenCommand(prompt -> TOKEN + "\n"));
        assertThat(ran.code()).isZero();
        assertThat(ran.out().strip()).isEqualTo(TokenText.hash(TOKEN));
    }

    @Test
    @DisplayName("print a hash that the password matches, and not the password")
    void password() {
        Ran ran = Ran.of(new HashPasswordCommand(prompt -> "correct horse"));
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).doesNotContain("horse");
        assertThat(Objects.requireNonNull(PasswordHash.parse(ran.out().strip())).matches("correct horse"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hunter2", "hunter2 with a blank in a text of forty characters"})
    @DisplayName("refuse a short token or password by its rule, and do not show it")
    void refused(String secret) {
        Ran token = Ran.of(new HashTokenCommand(prompt -> secret));
        assertThat(token.code()).isEqualTo(2);
        assertThat(token.err()).contains("32").doesNotContain("hunter2");
        if (secret.length() < 12) {
            Ran password = Ran.of(new HashPasswordCommand(prompt -> secret));
            assertThat(password.code()).isEqualTo(2);
            assertThat(password.err()).contains("12").doesNotContain("hunter2");
        }
    }
}
