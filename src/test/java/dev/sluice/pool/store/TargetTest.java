package dev.sluice.pool.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("The target of a move")
@Tag("fast")
class TargetTest {

    @Test
    @DisplayName("has no user and no password with a control character, after which a server would read settings")
    void controlCharacters() {
        assertThatThrownBy(() -> new Target(null, "app\0options\0-c a=b", "x", false))
                .hasMessage("username must not have control characters");
        assertThatThrownBy(() -> new Target(null, "app", "x\n", false))
                .hasMessage("password must not have control characters");
    }

    @Test
    @DisplayName("changes something; the refusal names the fields of a rotation")
    void something() {
        assertThatThrownBy(() -> new Target(null, null, null, false))
                .hasMessage("password is missing: the command needs username, password or both");
    }
}
