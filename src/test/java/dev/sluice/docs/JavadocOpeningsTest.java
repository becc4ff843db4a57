package dev.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Finds the Javadocs of sources, tests and benchmarks that begin without their subject. docs/STYLE.md has the rule. */
@Tag("fast")
class JavadocOpeningsTest {

    private static final Path SOURCES = Path.of("src");
    private static final Pattern JAVADOC = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);
    private static final Pattern MARGIN = Pattern.compile("\\s*\\n\\s*\\*?\\s*");
    private static final String NO_SUBJECT = "What|Who|Whoever|Whose|Whom|Whether|How|Why|Those|Somebody|Nobody";
    static final Pattern VAGUE = Pattern.compile("[\\s*]*(" + NO_SUBJECT + "|That|One|It|Its)\\b.*", Pattern.DOTALL);

    /** A sentence within a Javadoc; the noun of It and One may stand in the sentence before. */
    private static final Pattern LATER = Pattern.compile("(?:[.:;!?]|<p>|<li>)\\s+(?:" + NO_SUBJECT + ")\\b");

    @Test
    @DisplayName(
            "no Javadoc begins with What, Who, Whether, How, It and the like, and no sentence in it with the first of"
                    + " these")
    void openings() throws IOException {
        List<String> vague = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                Matcher javadoc = JAVADOC.matcher(Files.readString(file));
                while (javadoc.find()) {
                    if (isVague(javadoc.group(1))) {
                        vague.add(file + ": " + javadoc.group().strip());
                    }
                }
            }
        }
        assertThat(vague).as("Javadocs with a sentence without a subject").isEmpty();
    }

    private static boolean isVague(String javadoc) {
        return VAGUE.matcher(javadoc).matches()
                || LATER.matcher(MARGIN.matcher(javadoc).replaceAll(" ")).find();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Who waits, is served. | true",
                "Somebody who waits. | true",
                "Its name. | true",
                "A caller. Who waits, is served. | true",
                "The caller waits. It is served. | false",
                "Returns whether a caller waits; one who waits is served. | false"
            })
    @DisplayName("a sentence without a subject is found at the beginning and later")
    void finds(String javadoc, boolean found) {
        assertThat(isVague(javadoc)).isEqualTo(found);
    }
}
