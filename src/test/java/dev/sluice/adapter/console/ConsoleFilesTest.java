package dev.sluice.adapter.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("The files of the console")
@Tag("fast")
class ConsoleFilesTest {

    private static final Path DIRECTORY = Path.of("src", "main", "resources", "dev", "sluice", "console");
    private static final Set<String> NOT_SERVED =
            Set.of(ConsoleFiles.LIST, "vendor/vendored.txt", "vendor/lit-html/LICENSE.txt", "vendor/uplot/LICENSE.txt");
    private static final int LARGEST_TRANSFER = 80_000;

    private static final Pattern IMPORT = Pattern.compile("(?:from|import)\\s*\\(?['\"]([^'\"]+)['\"]");

    private final ConsoleFiles files = new ConsoleFiles("./");

    private ConsoleFile file(String name) {
        return Objects.requireNonNull(files.find(name), name);
    }

    private String text(String name) {
        return file(name).plain().toString(UTF_8);
    }

    @Test
    @DisplayName("are the same as in the list, except lists and licences")
    void listed() throws IOException {
        try (Stream<Path> all = Files.walk(DIRECTORY)) {
            Set<String> there = all.filter(Files::isRegularFile)
                    .map(path -> DIRECTORY.relativize(path).toString().replace('\\', '/'))
                    .filter(name -> !NOT_SERVED.contains(name))
                    .collect(Collectors.toSet());
            assertThat(files.names()).isEqualTo(there);
        }
    }

    @Test
    @DisplayName("are at most 80 KB when they are compressed, all together")
    void small() {
        int sum = files.names().stream()
                .mapToInt(name -> file(name).compressed().length())
                .sum();
        assertThat(sum).isPositive().isLessThan(LARGEST_TRANSFER);
    }

    @Test
    @DisplayName("import nothing but files of the console, by relative paths")
    void imports() {
        for (String name : files.names()) {
            if (name.endsWith(".js")) {
                IMPORT.matcher(text(name)).results().forEach(found -> {
                    String target = found.group(1);
                    assertThat(target).as(name).startsWith(".");
                    String resolved = Path.of("/" + name)
                            .resolveSibling(target)
                            .normalize()
                            .toString()
                            .substring(1)
                            .replace('\\', '/');
                    assertThat(files.names()).as(name + " imports " + target).contains(resolved);
                });
            }
        }
    }

    @Test
    @DisplayName(
            "have neither scripts nor styles inside markup, which the browser would refuse, nor addresses of others")
    void strict() {
        assertThat(text("index.html"))
                .doesNotContainPattern("<script(?![^>]*src=)|<style|\\son[a-z]+=|\\sstyle=")
                .contains("content=\"./\"");
        for (String name : files.names()) {
            if (!name.startsWith("vendor/") && name.endsWith(".js")) {
                assertThat(text(name))
                        .as(name)
                        .doesNotContain("innerHTML", "eval(", "unsafeHTML", "document.write")
                        .doesNotContainPattern("<[a-z][^>]*\\sstyle=")
                        .doesNotContainPattern("https?://(?!127\\.0\\.0\\.1)");
            }
        }
    }

    @Test
    @DisplayName("are not found under other names, such as paths of other resources")
    void others() {
        assertThat(Stream.of("", "files.txt", "vendor/vendored.txt", "../console/app.js", "/app.js", "vendor")
                        .map(files::find))
                .containsOnlyNulls();
    }

    @Test
    @DisplayName("have an entity tag that depends on the content")
    void tags() {
        assertThat(ConsoleFile.of("a.js", "1".getBytes(UTF_8)).tag())
                .isEqualTo(ConsoleFile.of("b.js", "1".getBytes(UTF_8)).tag())
                .isNotEqualTo(ConsoleFile.of("a.js", "2".getBytes(UTF_8)).tag());
        assertThatThrownBy(() -> ConsoleFile.of("a.exe", new byte[0])).hasMessage("no media type for a.exe");
    }
}
