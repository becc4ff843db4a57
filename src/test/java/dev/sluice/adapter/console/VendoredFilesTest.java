package dev.sluice.adapter.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("The files of other projects in the console")
@Tag("fast")
class VendoredFilesTest {

    private static final Path DIRECTORY = Path.of("src", "main", "resources", "dev", "sluice", "console", "vendor");
    private static final String LIST = "vendored.txt";

    /** A line of the list. */
    private record Vendored(String file, String npmPackage, String version, String sum) {

        static Vendored of(String line) {
            String[] words = line.split(" ");
            assertThat(words).as(line).hasSize(4);
            return new Vendored(words[0], words[1], words[2], words[3]);
        }
    }

    private static List<Vendored> vendored() throws IOException {
        return Files.readAllLines(DIRECTORY.resolve(LIST)).stream()
                .filter(line -> !line.startsWith("#"))
                .map(Vendored::of)
                .toList();
    }

    /** Returns the content as the package has it: the names of packages are relative paths here. */
    private static byte[] asPublished(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        return file.endsWith("lit-element.js")
                ? new String(content, UTF_8)
                        .replace("\"../reactive-element/reactive-element.js\"", "\"@lit/reactive-element\"")
                        .replace("\"../lit-html/lit-html.js\"", "\"lit-html\"")
                        .getBytes(UTF_8)
                : content;
    }

    @Test
    @DisplayName("have the content that their packages have, by SHA-256")
    void sums() throws Exception {
        for (Vendored each : vendored()) {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(asPublished(DIRECTORY.resolve(each.file())));
            assertThat(HexFormat.of().formatHex(hash)).as(each.file()).isEqualTo(each.sum());
        }
    }

    @Test
    @DisplayName("are all in the list, which has the licence of each project")
    void complete() throws IOException {
        Set<String> listed = vendored().stream().map(Vendored::file).collect(Collectors.toSet());
        try (Stream<Path> all = Files.walk(DIRECTORY)) {
            assertThat(listed)
                    .isEqualTo(all.filter(Files::isRegularFile)
                            .map(path -> DIRECTORY.relativize(path).toString().replace('\\', '/'))
                            .filter(name -> !name.equals(LIST))
                            .collect(Collectors.toSet()))
                    .contains("lit-html/LICENSE.txt", "uplot/LICENSE.txt");
        }
    }
}
