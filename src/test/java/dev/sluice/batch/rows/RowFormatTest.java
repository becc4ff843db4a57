package dev.sluice.batch.rows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A format of rows")
@Tag("fast")
class RowFormatTest {

    @ParameterizedTest
    @CsvSource({"a.csv, CSV", "A.CSV, CSV", "a.ndjson, NDJSON", "a.b.jsonl, NDJSON", "a.json,", "csv,", "a.csv.gz,"})
    @DisplayName("is known by the ending of a file's name")
    void ofFile(String name, RowFormat format) {
        assertThat(RowFormat.ofFile(name).orElse(null)).isEqualTo(format);
    }

    @ParameterizedTest
    @CsvSource({
        "text/csv, CSV",
        "Text/CSV ; charset=utf-8; header=present, CSV",
        "application/x-ndjson, NDJSON",
        "application/jsonl, NDJSON",
        "application/json,",
        "text/plain,"
    })
    @DisplayName("is known by its media type")
    void ofMediaType(String type, RowFormat format) {
        assertThat(RowFormat.ofMediaType(type).orElse(null)).isEqualTo(format);
    }
}
