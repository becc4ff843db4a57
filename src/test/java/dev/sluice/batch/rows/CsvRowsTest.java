package dev.sluice.batch.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Rows of CSV")
@Tag("fast")
class CsvRowsTest {

    private static String onlyProblem(String text) throws Exception {
        return RowsOf.all(RowReaders.open(RowsOf.bytes(text), RowFormat.CSV))
                .get(0)
                .problem();
    }

    @Test
    @DisplayName("have the columns of the header, which all of them share, and count from 1")
    void columns() throws Exception {
        List<Row> rows = RowsOf.csv("id, name \n1,Ada\n2,Grace\n");

        assertThat(rows).extracting(Row::number).containsExactly(1L, 2L);
        assertThat(rows).extracting(row -> row.value("name")).containsExactly("Ada", "Grace");
        assertThat(rows.get(0).columns())
                .containsExactly("id", "name")
                .isSameAs(rows.get(1).columns());
    }

    @Test
    @DisplayName("distinguish an empty text from a missing value")
    void nulls() throws Exception {
        assertThat(RowsOf.csv("a,b,c\n,\"\",x\n").get(0).values()).containsExactly(null, "", "x");
        assertThat(RowsOf.csv("a,b,c\n\"\",,\n").get(0).values()).containsExactly("", null, null);
    }

    private static List<Row> spelled(String text, Charset charset, char delimiter, String nullText) throws Exception {
        RowSyntax syntax = new RowSyntax(RowFormat.CSV, charset, delimiter, nullText);
        return RowsOf.all(RowReaders.open(new ByteArrayInputStream(text.getBytes(charset)), syntax));
    }

    @Test
    @DisplayName("may have another delimiter, a text for null, and another encoding")
    void spelled() throws Exception {
        assertThat(spelled("a;b;c\n1,5;\"x;y\";\n", StandardCharsets.UTF_8, ';', null)
                        .get(0)
                        .values())
                .containsExactly("1,5", "x;y", null);
        assertThat(spelled("a\tb\n\"1\"\t\n", StandardCharsets.UTF_8, '\t', null)
                        .get(0)
                        .values())
                .containsExactly("1", null);
        assertThat(spelled("a,b,c\n\\N,,\"\\N\"\n\n", StandardCharsets.UTF_8, ',', "\\N"))
                .singleElement()
                .satisfies(row -> assertThat(row.values()).containsExactly(null, "", "\\N"));
        assertThat(spelled("a,b\n1,\u00e9\n", StandardCharsets.ISO_8859_1, ',', null)
                        .get(0)
                        .values())
                .containsExactly("1", "\u00e9");
        assertThat(spelled("a,b\n1,\u00e9\n", StandardCharsets.UTF_16, ',', null)
                        .get(0)
                        .values())
                .containsExactly("1", "\u00e9");
    }

    @Test
    @DisplayName("cannot have a delimiter or a text for null that reads in two ways")
    void refusedSpelling() {
        RowSyntax csv = RowSyntax.of(RowFormat.CSV);
        assertThatThrownBy(() -> csv.with('"', null)).hasMessageStartingWith("delimiter must not be");
        assertThatThrownBy(() -> csv.with(';', "a;b")).hasMessageStartingWith("null must have no delimiter");
        assertThatThrownBy(() -> csv.with(null, "")).hasMessage("null must have 1 to 64 characters");
        assertThatThrownBy(() -> RowSyntax.of(RowFormat.NDJSON).with(null, "x"))
                .hasMessage("null is for rows of CSV only");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    @DisplayName("end in any way, the last one in none")
    void lineEnds(String end) throws Exception {
        List<Row> rows = RowsOf.csv("a,b" + end + "1,2" + end + "3,4");

        assertThat(rows).extracting(Row::values).containsExactly(List.of("1", "2"), List.of("3", "4"));
    }

    @Test
    @DisplayName("keep quoted text: commas, quotes, line ends and blanks")
    void quoted() throws Exception {
        assertThat(RowsOf.csv("a,b\n\"x,\"\"y\"\"\n z \", w \n").get(0).values())
                .containsExactly("x,\"y\"\n z ", " w ");
    }

    @Test
    @DisplayName("are skipped for a blank line, but are a null if there is one column")
    void blankLines() throws Exception {
        assertThat(RowsOf.csv("a,b\n\n1,2\n\n\n3,4\n\n"))
                .extracting(Row::number)
                .containsExactly(1L, 2L);
        assertThat(RowsOf.csv("a\n1\n\n2\n")).extracting(row -> row.value("a")).containsExactly("1", null, "2");
    }

    @Test
    @DisplayName("may follow a byte order mark")
    void byteOrderMark() throws Exception {
        assertThat(RowsOf.csv("\uFEFFid\n1\n").get(0).value("id")).isEqualTo("1");
        assertThat(RowsOf.csv("\uFEFF\"id\"\n\uFEFF1\n").get(0).value("id")).isEqualTo("\uFEFF1");
    }

    @Test
    @DisplayName("have a problem with too few or too many values, and the next one has none")
    void wrongCount() throws Exception {
        List<Row> rows = RowsOf.csv("a,b,c,d\n1,2,3\n1\n1,2,3,4,5\n1,2,3,4\n");

        assertThat(rows)
                .extracting(Row::problem)
                .containsExactly(
                        "has 3 values, the header has 4",
                        "has 1 value, the header has 4",
                        "has 5 values, the header has 4",
                        null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u00FF",
                "J\u00F6rg",
                "a\u00C3",
                "\u00ED\u00A0\u0080",
                "\u00C0\u00AF",
                "\u00F4\u0090\u0080\u0080"
            })
    @DisplayName(
            "have a problem with a value that is not UTF-8, in that column: bad bytes, Latin-1, surrogates, overlong")
    void notUtf8(String latin1) throws Exception {
        assertThat(onlyProblem("id,name\n1," + latin1 + ",")).isEqualTo("has 3 values, the header has 2");
        assertThat(onlyProblem("id,name\n1," + latin1 + "\n")).isEqualTo("column 'name': is not valid UTF-8");
        assertThat(onlyProblem("id,name\n1,\"" + latin1 + "\"\n")).isEqualTo("column 'name': is not valid UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00C3", "\u00E2\u0082", "\u00F0\u009F\u0098"})
    @DisplayName("have a problem where the file ends in the middle of a character")
    void truncated(String latin1) throws Exception {
        assertThat(onlyProblem("id,name\n1,x" + latin1)).isEqualTo("column 'name': is not valid UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFFFD", "é", "€", "😀", "\uFFFE", "\uFFFEx", "\u0000", "#x"})
    @DisplayName("keep every character, also the replacement character")
    void characters(String character) throws Exception {
        assertThat(RowsOf.csv("id,name\n1," + character + "\n").get(0).value("name"))
                .isEqualTo(character);
        assertThat(RowsOf.csv("name,id\n" + character + ",1\n").get(0).value("name"))
                .isEqualTo(character);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|there is no header",
                "'\uFEFF'|there is no header",
                "'\n1,2'|the header has no name for column 1",
                "'id,,x\n1,2,3'|the header has no name for column 2",
                "'id,\" \"\n1,2'|the header has no name for column 2",
                "'id,name,id\n1,2,3'|the header has 'id' twice",
                "'id,\"name\n1,2'|the header: a quote is not closed"
            })
    @DisplayName("are refused without a header that can be used")
    void badHeader(String text, String message) {
        assertThatThrownBy(() -> RowsOf.csv(text)).isInstanceOf(BadInput.class).hasMessage(message);
    }

    @Test
    @DisplayName("are refused with a header that is not UTF-8")
    void brokenHeader() {
        assertThatThrownBy(() -> RowReaders.open(RowsOf.bytes("id,n\u00E4me\n1,2\n"), RowFormat.CSV))
                .isInstanceOf(BadInput.class)
                .hasMessage("the header's name for column 2 is not valid UTF-8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2,\"secret|a quote is not closed",
                "2,\"secret\"x|a closing quote is followed by text",
                "2,\"12\\\"ef\"|a closing quote is followed by text"
            })
    @DisplayName("have a problem where a quote makes no sense, which costs that line alone and shows nothing of it")
    void badQuotes(String line, String problem) throws Exception {
        for (String end : List.of("\n", "\r\n", "\r")) {
            String after = "3,ok" + end + "4,\"x\"" + end;
            List<Row> rows = RowsOf.csv("a,b" + end + "1,ok" + end + line + end + after);

            assertThat(rows).extracting(Row::number).containsExactly(1L, 2L, 3L, 4L);
            assertThat(rows.get(1).problem()).isIn(problem, "a closing quote is followed by text");
            assertThat(rows.get(1).text()).isEqualTo(line);
            assertThat(rows.get(1).toString()).doesNotContain("secret");
            assertThat(rows.get(2).values()).containsExactly("3", "ok");
            assertThat(rows.get(3).values()).containsExactly("4", "x");
        }
    }

    @Test
    @DisplayName("have a problem where the last quote of all is not closed")
    void openAtTheEnd() throws Exception {
        List<Row> rows = RowsOf.csv("a,b\n1,\"secret\n2,ok\n");

        assertThat(rows.get(0).problem()).isEqualTo("a quote is not closed");
        assertThat(rows.get(0).text()).isEqualTo("1,\"secret");
        assertThat(rows.get(1).values()).containsExactly("2", "ok");
        assertThat(rows).hasSize(2);
    }

    @Test
    @DisplayName("keep their text where they have too few or too many values")
    void keepText() throws Exception {
        List<Row> rows = RowsOf.csv("a,b\n1,\"x\ny\",3\n1,2\n");

        assertThat(rows.get(0).problem()).isEqualTo("has 3 values, the header has 2");
        assertThat(rows.get(0).text()).isEqualTo("1,\"x\ny\",3");
        assertThat(rows.get(1).text()).isNull();
    }

    @Test
    @DisplayName(
            "are of bounded length, so a quote that is not closed does not fill the heap, and costs its line alone")
    void bounded() throws Exception {
        String text = "a,b\n1,2\n3,\"" + "5,6\n".repeat(100_000);
        try (RowReader rows = CsvRows.open(RowsOf.utf8(text), 100_000)) {
            assertThat(rows.next().problem()).isNull();
            assertThat(rows.next().problem()).isEqualTo("is longer than 100000 characters; is a quote not closed?");
            assertThat(RowsOf.all(rows)).hasSize(99_999).allMatch(row -> row.problem() == null);
        }
    }

    @Test
    @DisplayName("have a problem where one line is too long, and the next one has none")
    void longLine() throws Exception {
        String text = "a,b\n1," + "x".repeat(300_000) + "\r\n3,4\n";
        try (RowReader rows = CsvRows.open(RowsOf.utf8(text), 100_000)) {
            assertThat(rows.next().problem()).startsWith("is longer than 100000 characters");
            assertThat(rows.next().values()).containsExactly("3", "4");
            assertThat(rows.next()).isNull();
        }
    }

    @Test
    @DisplayName("are of any number though each of them is bounded")
    void manyRows() throws Exception {
        try (RowReader rows = CsvRows.open(RowsOf.utf8("a,b\n" + "1,2\n".repeat(100_000)), 10_000)) {
            assertThat(RowsOf.all(rows)).hasSize(100_000);
        }
    }

    @Test
    @DisplayName("close their stream at the end, and at once without a header")
    void closes() throws Exception {
        AtomicInteger closed = new AtomicInteger();
        RowReaders.open(closing("a\n1\n", closed), RowFormat.CSV).close();
        assertThat(closed).hasValue(1);
        assertThatThrownBy(() -> RowReaders.open(closing("", closed), RowFormat.CSV))
                .isInstanceOf(BadInput.class);
        assertThat(closed).hasValue(2);
    }

    private static InputStream closing(String text, AtomicInteger closed) {
        return new FilterInputStream(RowsOf.utf8(text)) {
            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }

    @Test
    @DisplayName("fail as their stream does")
    void streamFails() throws Exception {
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the disk is gone");
            }
        };
        assertThatThrownBy(() -> RowReaders.open(failing, RowFormat.CSV))
                .isInstanceOf(IOException.class)
                .hasMessage("the disk is gone");
    }
}
