package dev.sluice.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("A number of things")
@Tag("fast")
class PluralTest {

    @Test
    @DisplayName("has the singular for one, and the plural for any other number")
    void words() {
        assertThat(Plural.of(1, "lease")).isEqualTo("1 lease");
        assertThat(Plural.of(0, "lease")).isEqualTo("0 leases");
        assertThat(Plural.of(1, "caller waits", "callers wait")).isEqualTo("1 caller waits");
        assertThat(Plural.of(2, "caller waits", "callers wait")).isEqualTo("2 callers wait");
    }
}
