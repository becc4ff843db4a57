package dev.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Compares docs/ACCEPTANCE.md with the ids at the beginning of test names. */
@Tag("fast")
class AcceptanceIdsTest {

    private static final Pattern NAME = Pattern.compile("@DisplayName\\(\\s*\"((?:[A-Z]\\d{1,2}[,:]? )+)");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([A-Z]\\d{1,2}) \\|");

    /** A database, not an id. */
    private static final Set<String> OTHER = Set.of("H2");

    @Test
    @DisplayName("docs/ACCEPTANCE.md lists exactly the ids of test names")
    void ids() throws IOException {
        Set<String> documented = new TreeSet<>();
        Matcher row = ROW.matcher(Files.readString(Path.of("docs", "ACCEPTANCE.md")));
        while (row.find()) {
            documented.add(row.group(1));
        }
        assertThat(used()).isEqualTo(documented);
    }

    private static Set<String> used() throws IOException {
        Set<String> ids = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                Matcher name = NAME.matcher(Files.readString(file));
                while (name.find()) {
                    ids.addAll(Set.of(name.group(1).trim().split("[,: ]+")));
                }
            }
        }
        ids.removeAll(OTHER);
        return ids;
    }
}
