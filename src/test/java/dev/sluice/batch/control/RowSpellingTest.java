package dev.sluice.batch.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.batch.rows.RowFormat;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("The spelling of rows in an order")
@Tag("fast")
class RowSpellingTest {

    private static final RowSource CSV = new RowSource.File(Path.of("rows.csv"), RowFormat.CSV);

    private static BatchOrder order(String setting, String value, @Nullable RowSource rows) {
        return OrderReader.order(Map.of("sql", "insert", setting, value), rows);
    }

    private static RowSource.File file(BatchOrder order) {
        return (RowSource.File) ((Task.Sql) order.task()).rows();
    }

    @Test
    @DisplayName("is the delimiter, one character or tab, and the text for null")
    void given() {
        assertThat(file(order("delimiter", ";", CSV)).syntax().delimiter()).isEqualTo(';');
        assertThat(file(order("delimiter", "tab", CSV)).syntax().delimiter()).isEqualTo('\t');
        assertThat(file(order("null", "\\N", CSV)).syntax().nullText()).isEqualTo("\\N");
    }

    @Test
    @DisplayName("is refused with the name of the setting")
    void refused() {
        assertThatThrownBy(() -> order("delimiter", ";;", CSV)).hasMessage("delimiter must be one character, or tab");
        assertThatThrownBy(() -> order("null", "a,b", CSV)).hasMessageStartingWith("null must have no delimiter");
        assertThatThrownBy(() -> order("delimiter", ";", null))
                .hasMessage("delimiter is for rows of CSV, which come as a file or as the body of a request");
        RowSource json = new RowSource.File(Path.of("rows.ndjson"), RowFormat.NDJSON);
        assertThatThrownBy(() -> order("null", "x", json)).hasMessage("null is for rows of CSV only");
    }
}
