package dev.sluice.batch.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.batch.Chunk;
import dev.sluice.batch.JobFailure;
import dev.sluice.batch.JobSource;
import dev.sluice.batch.rows.Row;
import dev.sluice.batch.rows.RowFormat;
import dev.sluice.batch.rows.RowReader;
import dev.sluice.batch.rows.RowReaders;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The file of failed rows")
@Tag("fast")
class FailedRowsTest {

    @TempDir
    Path directory;

    @Test
    @DisplayName("is written as lines of JSON, in which every value has its place, and read as the same jobs again")
    void roundTrip() throws Exception {
        FailedRows failed = new FailedRows(directory.resolve("failed.ndjson"));
        List<String> columns = List.of("text", "number", "truth", "day", "bytes", "none", FailedRowFormat.NUMBER);
        List<Object> values = Arrays.asList(
                "a\n\"b\"",
                new BigDecimal("1.50"),
                true,
                LocalDate.of(2026, 2, 3),
                new byte[] {1, (byte) 0xff},
                null,
                99L);
        failed.failed(new JobFailure(7, 0, "bad\u0000", Row.of(7, columns, values)));
        failed.failed(new JobFailure(9, 1, "worse", 9L));
        failed.failed(new JobFailure(11, 1, "odd", Row.unreadable(11, List.of("a"), "is no row")));
        failed.flush();

        assertThat(failed.problem()).isNull();
        assertThat(failed.file()).hasContent("""
                {"sluice_row":7,"sluice_problem":"bad\\u0000","text":"a\\n\\"b\\"","number":1.50,"truth":true,\
                "day":"2026-02-03","bytes":"\\\\x01ff","none":null}
                {"sluice_row":9,"sluice_problem":"worse"}
                {"sluice_row":11,"sluice_problem":"odd"}
                """);
        try (JobSource<Row> again = FailedRowSource.of(failed.file())) {
            assertThat(again.total()).hasValue(3);
            Chunk<Row> first = again.next();
            assertThat(first.firstJob()).isEqualTo(7);
            assertThat(first.items().get(0).columns())
                    .containsExactly("text", "number", "truth", "day", "bytes", "none");
            assertThat(first.items().get(0).value("number")).isEqualTo(new BigDecimal("1.50"));
            assertThat(again.next().firstJob()).isEqualTo(9);
            assertThat(again.next().number()).isEqualTo(2);
            assertThat(again.next()).isNull();
        }
    }

    @Test
    @DisplayName("has the text of a row that could not be read, also after it has failed again")
    void keepsText() throws Exception {
        FailedRows failed = new FailedRows(directory.resolve("failed.ndjson"));
        Row bad = Row.unreadable(3, List.of("id", "name"), "has 3 values, the header has 2", "3,Ada,x");
        failed.failed(new JobFailure(3, 0, "row 3: has 3 values", bad));
        failed.flush();
        String expected = "{\"sluice_row\":3,\"sluice_problem\":\"row 3: has 3 values\",\"sluice_text\":\"3,Ada,x\"}";
        assertThat(failed.file()).hasContent(expected);

        try (JobSource<Row> again = FailedRowSource.of(failed.file())) {
            Row row = again.next().items().get(0);
            assertThat(row.problem()).isEqualTo("row 3: has 3 values");
            assertThat(row.text()).isEqualTo("3,Ada,x");
        }
        try (RowReader given = RowReaders.open(Files.newInputStream(failed.file()), RowFormat.NDJSON)) {
            FailedRows second = new FailedRows(directory.resolve("second.ndjson"));
            second.failed(new JobFailure(3, 0, "row 3: has 3 values", given.next()));
            second.flush();
            assertThat(second.file()).hasContent(expected);
        }
    }

    @Test
    @DisplayName("can be repaired by a program that reorders its columns")
    void otherOrder() throws Exception {
        Path repaired = Files.writeString(
                directory.resolve("repaired.ndjson"),
                "{\"age\":5,\"id\":1,\"sluice_problem\":\"x\",\"sluice_row\":7}\n");
        try (JobSource<Row> again = FailedRowSource.of(repaired)) {
            Chunk<Row> chunk = again.next();
            assertThat(chunk.firstJob()).isEqualTo(7);
            assertThat(chunk.items().get(0).columns()).containsExactly("age", "id");
            assertThat(chunk.items().get(0).values()).containsExactly(5L, 1L);
        }
    }

    private static Task.Sql from(Path rows) {
        return new Task.Sql("insert", new RowSource.File(rows, RowFormat.NDJSON));
    }

    private void assertRefused(Path output, boolean replaces, Path input, String why) {
        assertThatThrownBy(() -> new FailedRows(output, replaces).requireApartFrom(from(input)))
                .isInstanceOf(BadOrder.class)
                .hasMessageContaining(why);
    }

    @Test
    @DisplayName("is never written to the file that rows are read from, by its path, a link or a hard link")
    void neverTheInput() throws Exception {
        Path rows = Files.writeString(directory.resolve("rows.ndjson"), "{}");
        Path link = Files.createSymbolicLink(directory.resolve("link.ndjson"), rows);
        Path hard = Files.createLink(directory.resolve("hard.ndjson"), rows);

        for (boolean replaces : new boolean[] {true, false}) {
            assertRefused(rows, replaces, rows, "the rows are read from it");
            assertRefused(
                    directory.resolve("../" + directory.getFileName() + "/rows.ndjson"), replaces, rows, "read from");
            assertRefused(link, replaces, rows, "the rows are read from it");
            assertRefused(hard, replaces, rows, "the rows are read from it");
            assertRefused(rows, replaces, link, "the rows are read from it");
        }
        assertRefused(directory, true, rows, "it is a directory");
        assertThat(rows).hasContent("{}");
    }

    @Test
    @DisplayName("replaces an existing file only on request")
    void overwrites() throws Exception {
        Path rows = Files.writeString(directory.resolve("rows.ndjson"), "{}");
        Path there = Files.writeString(directory.resolve("failed.ndjson"), "precious");

        assertRefused(there, false, rows, "overwrite replaces it");
        FailedRows late = new FailedRows(there);
        late.failed(new JobFailure(7, 0, "bad", 7L));
        assertThat(late.problem()).contains("cannot be written");
        assertThat(there).hasContent("precious");

        FailedRows failed = new FailedRows(there, true);
        failed.requireApartFrom(from(rows));
        failed.failed(new JobFailure(7, 0, "bad", 7L));
        failed.flush();
        assertThat(there).hasContent("{\"sluice_row\":7,\"sluice_problem\":\"bad\"}");
    }

    @Test
    @DisplayName("is no reason for a failed batch if it cannot be written, but the fault is reported")
    void cannotBeWritten() {
        FailedRows failed = new FailedRows(directory.resolve("none").resolve("failed.ndjson"));

        failed.failed(new JobFailure(7, 0, "bad", 7L));
        failed.failed(new JobFailure(8, 0, "bad", 8L));

        assertThat(failed.problem()).startsWith("the failed rows cannot be written to ");
        assertThat(failed.file()).doesNotExist();
    }
}
