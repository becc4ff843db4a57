package dev.sluice.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class MessagesTest {

    private static final Path MAIN = Path.of("src/main/java");

    private static final Pattern TAKEN_APART = Pattern.compile(
            "getMessage\\(\\)\\s*\\)?\\s*\\.(?:split|replace\\w*|indexOf|substring|startsWith|endsWith|contains|matches)\\(");

    /** The classes that read messages of a database, which have no structure. */
    private static final List<String> OF_DATABASES = List.of("SqlStates.java");

    @Test
    @DisplayName("No class takes the message of an exception apart: the parts of a refusal are fields")
    void messages() throws IOException {
        try (Stream<Path> files = Files.walk(MAIN)) {
            assertThat(files.filter(file -> file.toString().endsWith(".java"))
                            .filter(MessagesTest::takesApart)
                            .map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(OF_DATABASES);
        }
    }

    private static boolean takesApart(Path file) {
        try {
            return TAKEN_APART.matcher(Files.readString(file)).find();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
