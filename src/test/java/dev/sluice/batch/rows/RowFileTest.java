package dev.sluice.batch.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A file of rows")
@Tag("fast")
class RowFileTest {

    @TempDir
    private Path folder;

    private Path file(String name, String latin1) throws Exception {
        return Files.writeString(folder.resolve(name), latin1, StandardCharsets.ISO_8859_1);
    }

    private RowFile csv(String latin1) throws Exception {
        return RowFile.scan(file("users.csv", latin1), RowFormat.CSV, true);
    }

    @Test
    @DisplayName("is counted, and then read again from the first row on")
    void counts() throws Exception {
        RowFile file = csv("id,name\n1,Ada\n\n2,\"Grace\nHopper\"\n");

        assertThat(file.rows()).isEqualTo(2);
        assertThat(file.columns()).containsExactly("id", "name");
        assertThat(RowsOf.all(file.open())).extracting(Row::number).containsExactly(1L, 2L);
        assertThat(RowsOf.all(file.open())).extracting(row -> row.value("id")).containsExactly("1", "2");
    }

    @Test
    @DisplayName("may be NDJSON")
    void ndjson() throws Exception {
        RowFile file = RowFile.scan(file("a.jsonl", "{\"id\":1}\n\n{\"id\":2}\n"), RowFormat.NDJSON, true);

        assertThat(file.rows()).isEqualTo(2);
        assertThat(file.columns()).isEmpty();
        assertThatCode(() -> file.requires(List.of("email"))).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("is refused when strict for its first row with a problem, and counted otherwise")
    void strict() throws Exception {
        String bad = "id,name\n" + "1,Ada\n".repeat(11) + "12,J\u00F6rg\n13\n";

        assertThatThrownBy(() -> csv(bad))
                .isInstanceOf(BadInput.class)
                .hasMessage("row 12, column 'name': is not valid UTF-8");
        assertThat(RowFile.scan(file("users.csv", bad), RowFormat.CSV, false).rows())
                .isEqualTo(13);
        assertThatThrownBy(() -> csv("id,name\n1\n"))
                .isInstanceOf(BadInput.class)
                .hasMessage("row 1: has 1 value, the header has 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id,name", "id,name\n", "id,name\n\n\n"})
    @DisplayName("is refused with a header and no rows")
    void noRows(String text) {
        assertThatThrownBy(() -> csv(text)).isInstanceOf(BadInput.class).hasMessageEndingWith("users.csv: has no rows");
    }

    @Test
    @DisplayName("is refused if it is empty")
    void empty() {
        assertThatThrownBy(() -> csv(""))
                .isInstanceOf(BadInput.class)
                .hasMessageEndingWith("users.csv: there is no header");
        assertThatThrownBy(() -> RowFile.scan(file("a.ndjson", "\n"), RowFormat.NDJSON, true))
                .isInstanceOf(BadInput.class)
                .hasMessageEndingWith("a.ndjson: has no rows");
    }

    @Test
    @DisplayName("is refused if it does not exist, is no file, or is not readable")
    void unreadable() throws Exception {
        assertRefused(folder.resolve("none.csv"), "none.csv: there is no such file");
        assertRefused(folder.resolve("none").resolve("a.csv"), "a.csv: there is no such file");
        assertRefused(folder, ": is a directory");
        assertRefused(file("file", "").resolve("a.csv"), "a.csv: cannot be read");
        assertRefused(Path.of("/dev/null"), "/dev/null: is not a regular file");
    }

    @Test
    @DisplayName("is refused if its permissions do")
    void denied() throws Exception {
        Path file = file("secret.csv", "id\n1\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("-w-------"));
        assumeFalse(Files.isReadable(file), "whoever runs this may read everything");

        assertRefused(file, "secret.csv: may not be read");
    }

    private static void assertRefused(Path file, String message) {
        assertThatThrownBy(() -> RowFile.scan(file, RowFormat.CSV, true))
                .isInstanceOf(BadInput.class)
                .hasMessageEndingWith(message);
    }

    @Test
    @DisplayName("names the missing column, and the existing ones")
    void requires() throws Exception {
        RowFile file = csv("id,name\n1,Ada\n");

        assertThatCode(() -> file.requires(List.of("name", "ID"))).doesNotThrowAnyException();
        assertThatThrownBy(() -> file.requires(List.of("id", "email")))
                .isInstanceOf(BadInput.class)
                .hasMessage("column 'email' is missing; the file has: id, name");
    }
}
