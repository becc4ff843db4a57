package dev.sluice.batch.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("A row")
@Tag("fast")
class RowTest {

    private final Row row = Row.of(7, List.of("id", "Name", "name"), Arrays.asList(1L, "Ada", null));

    @Test
    @DisplayName("finds a value by the name of its column, by case if both are there, else without")
    void value() {
        assertThat(row.value("Name")).isEqualTo("Ada");
        assertThat(row.value("name")).isNull();
        assertThat(row.value("NAME")).isEqualTo("Ada");
        assertThat(row.value("ID")).isEqualTo(1L);
        assertThat(row.has("email")).isFalse();
        assertThatThrownBy(() -> row.value("email"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("row 7, column 'email': is missing");
    }

    @Test
    @DisplayName("puts its number in front of a problem")
    void at() {
        assertThat(row.at("column 'id': is odd")).isEqualTo("row 7, column 'id': is odd");
        assertThat(row.at("has 3 values")).isEqualTo("row 7: has 3 values");
    }

    @Test
    @DisplayName("prints without its values")
    void discreet() {
        assertThat(row).hasToString("row 7 with 3 values");
        assertThat(Row.unreadable(8, List.of(), "is not valid JSON")).hasToString("row 8: is not valid JSON");
    }

    @Test
    @DisplayName("has no values if it has a problem, and as many as columns otherwise")
    void shape() {
        Row bad = Row.unreadable(8, List.of("id"), "is not valid JSON");
        assertThat(bad.values()).isEmpty();
        assertThatThrownBy(() -> bad.value("id")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Row.of(1, List.of("id"), List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
