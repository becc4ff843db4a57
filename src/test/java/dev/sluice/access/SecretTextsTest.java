package dev.sluice.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class SecretTextsTest {

    @Test
    @DisplayName("A random token keeps the rule for tokens, and no two are the same")
    void random() {
        String token = TokenText.random();
        assertThat(token).hasSize(43).matches(TokenText::isValid).isNotEqualTo(TokenText.random());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0123456789012345678901234567890",
                "two words 4567890123456789012345",
                "h\u00fcnter7890123456789012345678901234",
                "bell\u000767890123456789012345678901234",
                "line\n67890123456789012345678901234"
            })
    @DisplayName("A token that is short, or has other characters than visible ASCII, breaks the rule")
    void badToken(String token) {
        assertThat(TokenText.isValid(token)).isFalse();
    }

    @Test
    @DisplayName("The hash of a token is its SHA-256 in lower-case hexadecimal digits")
    void hash() {
        assertThat(TokenText.hash("abc"))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
                .matches(TokenText::isHash);
    }

    @Test
    @DisplayName("The line of a password's hash matches that password only")
    void password() {
        PasswordHash hash = Objects.requireNonNull(
                PasswordHash.parse(PasswordHash.of("correct horse").line()));
        assertThat(hash.matches("correct horse")).isTrue();
        assertThat(hash.matches("correct hors")).isFalse();
        assertThat(hash.matches("")).isFalse();
        assertThat(hash).hasToString("***");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "pbkdf2-sha256:599999:00112233445566778899aabbccddeeff:",
                "pbkdf2-sha256:99999999:",
                "pbkdf2-sha1:600000:",
                "pbkdf2-sha256:600000:0011:"
            })
    @DisplayName("A hash of another form, with too few or too many iterations, or a short salt, breaks the rule")
    void badHash(String begin) {
        String salt = begin.chars().filter(c -> c == ':').count() == 2 ? "00".repeat(16) + ":" : "";
        assertThat(PasswordHash.parse(begin + salt + "00".repeat(32))).isNull();
    }
}
