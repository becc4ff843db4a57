package dev.sluice.batch.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Rows of NDJSON")
@Tag("fast")
class NdjsonRowsTest {

    private static Object only(String json) throws Exception {
        Row row = RowsOf.ndjson("{\"a\":" + json + "}").get(0);
        assertThat(row.problem()).isNull();
        return row.value("a");
    }

    @Test
    @DisplayName("have values of the kinds that JSON has, exactly")
    void values() throws Exception {
        assertThat(only("\"x\\n\\u00e9\"")).isEqualTo("x\né");
        assertThat(only("17")).isEqualTo(17L);
        assertThat(only("-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
        assertThat(only("9223372036854775808")).isEqualTo(new BigInteger("9223372036854775808"));
        assertThat(only("1.10")).isEqualTo(new BigDecimal("1.10"));
        assertThat(only("0.1000000000000000055511151231257827"))
                .isEqualTo(new BigDecimal("0.1000000000000000055511151231257827"));
        assertThat(only("1e3")).isEqualTo(new BigDecimal("1e3"));
        assertThat(only("true")).isEqualTo(true);
        assertThat(only("false")).isEqualTo(false);
        assertThat(only("null")).isNull();
    }

    @Test
    @DisplayName("have objects and arrays as their text")
    void nested() throws Exception {
        assertThat(only("{ \"b\" : [1, 2.50, null], \"c\": \"é\" }")).isEqualTo("{\"b\":[1,2.50,null],\"c\":\"é\"}");
        assertThat(only("[]")).isEqualTo("[]");
    }

    @Test
    @DisplayName("have their own columns, and share the list while the columns are the same")
    void columns() throws Exception {
        List<Row> rows = RowsOf.ndjson("{\"a\":1,\"b\":2}\n{\"a\":3,\"b\":4}\n{\"b\":5}\n{}\n");

        assertThat(rows.get(0).columns())
                .containsExactly("a", "b")
                .isSameAs(rows.get(1).columns());
        assertThat(rows.get(2).columns()).containsExactly("b");
        assertThat(rows.get(3).columns()).isEmpty();
        assertThat(RowReaders.open(RowsOf.utf8(""), RowFormat.NDJSON).columns()).isEmpty();
    }

    @Test
    @DisplayName("count without the blank lines")
    void blankLines() throws Exception {
        List<Row> rows = RowsOf.ndjson("\uFEFF\n{\"a\":1}\r\n\r\n  \n{\"a\":2}");

        assertThat(rows).extracting(Row::number).containsExactly(1L, 2L);
        assertThat(rows).extracting(row -> row.value("a")).containsExactly(1L, 2L);
        assertThat(RowsOf.ndjson("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[1, 2]|is not a JSON object",
                "17|is not a JSON object",
                "\"secret\"|is not a JSON object",
                "secret|is not valid JSON",
                "{\"a\": secret}|is not valid JSON",
                "{\"a\": NaN}|is not valid JSON",
                "{\"a\": 'secret'}|is not valid JSON",
                "{\"a\": \"secret}|is not valid JSON",
                "{\"a\": \"secret\"|is not valid JSON",
                "{\"a\": {\"b\": 1}|is not valid JSON",
                "{\"a\": }|is not valid JSON",
                "{\"a\": 01}|is not valid JSON",
                "{\"a\"}|is not valid JSON",
                "{a: 1}|is not valid JSON",
                "{\"a\": 1,}|is not valid JSON",
                "{|is not valid JSON",
                "{\"a\": 1} {\"a\": 2}|has text after its JSON object",
                "{\"a\": 1} x|is not valid JSON",
                "{\"a\": 1, \"b\": 2, \"a\": 3}|column 'a': occurs twice",
                "{\"a\": {\"b\": 1, \"b\": 2}}|is not valid JSON"
            })
    @DisplayName("have a problem if the line is no JSON object, and the next one has none")
    void problems(String line, String problem) throws Exception {
        List<Row> rows = RowsOf.ndjson(line + "\n{\"a\": 5}\n");

        assertThat(rows).extracting(Row::problem).containsExactly(problem, null);
        assertThat(rows).extracting(Row::number).containsExactly(1L, 2L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"id\":1,\"name\":\"\u00FF\"}|column 'name': is not valid UTF-8",
                "{\"id\":1,\"name\":[\"\u00E9\"]}|column 'name': is not valid UTF-8",
                "{\"n\u00E4me\":1}|is not valid UTF-8",
                "{\"id\":\u00FF}|is not valid UTF-8",
                "\u00FF|is not valid UTF-8"
            })
    @DisplayName("have a problem with bytes that are not UTF-8, and name the column")
    void notUtf8(String line, String problem) throws Exception {
        assertThat(RowsOf.all(RowReaders.open(RowsOf.bytes(line), RowFormat.NDJSON))
                        .get(0)
                        .problem())
                .isEqualTo(problem);
    }

    @Test
    @DisplayName("keep the character that others put in the place of a broken one")
    void replacementCharacter() throws Exception {
        assertThat(only("\"\uFFFD\"")).isEqualTo("\uFFFD");
        assertThat(only("\"\\ufffd\"")).isEqualTo("\uFFFD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud83d", "x\\ude00", "\\ud83dx"})
    @DisplayName("have a problem with half a character, which a database would make a question mark")
    void loneSurrogates(String escape) throws Exception {
        assertThat(RowsOf.ndjson("{\"a\":\"" + escape + "\"}").get(0).problem())
                .isEqualTo("column 'a': is not valid Unicode");
        assertThat(only("\"\\ud83d\\ude00\"")).isEqualTo("😀");
    }

    @Test
    @DisplayName("may be deep and big, but not without end")
    void deep() throws Exception {
        assertThat(only("[".repeat(500) + "]".repeat(500)).toString()).hasSize(1000);
        assertThat(RowsOf.ndjson("{\"a\":" + "[".repeat(100_000)).get(0).problem())
                .isEqualTo("is not valid JSON");
        assertThat(RowsOf.ndjson("{\"a\":" + "1".repeat(100_000) + "}").get(0).problem())
                .isEqualTo("is not valid JSON");
        assertThat(only("\"" + "x".repeat(1_000_000) + "\"").toString()).hasSize(1_000_000);
    }

    @Test
    @DisplayName("are of bounded length, and the next one can be read")
    void bounded() throws Exception {
        String text = "{}\n{\"a\":\"" + "x".repeat(200_000) + "\"}\n{\"b\":1}\nnone\n";
        try (RowReader rows = new NdjsonRows(RowsOf.utf8(text), 50_000)) {
            assertThat(rows.next().problem()).isNull();
            assertThat(rows.next().problem()).isEqualTo("is longer than 50000 characters");
            assertThat(rows.next().value("b")).isEqualTo(1L);
            assertThat(rows.next().text()).isEqualTo("none");
        }
    }
}
