package dev.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("SECURITY.md")
@Tag("fast")
class SecurityDocumentTest {

    private static final Path DOCUMENT = Path.of("SECURITY.md");
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)`");
    private static final Pattern CHAPTER = Pattern.compile("(?m)^\\| V(\\d+) ");
    private static final Pattern VERDICT = Pattern.compile("\\|[^|]*\\| \\d[^|]*\\| (\\w+) \\|.*");

    @Test
    @DisplayName("names tests that exist")
    void tests() throws IOException {
        Set<String> named = TEST.matcher(Files.readString(DOCUMENT))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
            Set<String> existing = files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith("Test.java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
            assertThat(existing).containsAll(named);
        }
        assertThat(named).hasSizeGreaterThan(20);
    }

    @Test
    @DisplayName("has each chapter of the standard but the last, in order, with yes, partly or no for each requirement")
    void chapters() throws IOException {
        List<Integer> chapters = CHAPTER.matcher(Files.readString(DOCUMENT))
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .toList();
        assertThat(chapters)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 16).boxed().toList());
        List<String> verdicts = Files.readAllLines(DOCUMENT).stream()
                .map(VERDICT::matcher)
                .filter(line -> line.matches())
                .map(line -> line.group(1))
                .toList();
        assertThat(verdicts).hasSizeGreaterThan(35).isSubsetOf("yes", "partly", "no");
    }
}
