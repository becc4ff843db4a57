package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The comparison of the benchmark's figures with its goals. */
@Tag("fast")
@DisplayName("Goals of the benchmark")
class GoalTest {

    private static final Pattern TEXT = Pattern.compile("\"([≥≤<=] [^\"]*)\"");
    private static final Set<String> PEERS = Set.of("Agroal", "HikariCP", "Tomcat");

    @TempDir
    static Path classes;

    private static BenchClasses compiled;

    @BeforeAll
    static void compile() throws IOException {
        compiled = BenchClasses.compile(classes, "Goal");
    }

    @AfterAll
    static void close() throws IOException {
        compiled.close();
    }

    private static Object goal(String text) throws Exception {
        return compiled.callStatic("Goal", "of", text);
    }

    private static String verdict(String goal, Map<String, Double> figures) throws Exception {
        return BenchClasses.call(goal(goal), "verdict", "Sluice", figures, PEERS)
                .toString();
    }

    private static Map<String, Double> figures(double sluice, double agroal, double hikari, double tomcat) {
        return Map.of("Sluice", sluice, "Agroal", agroal, "HikariCP", hikari, "Tomcat", tomcat);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "≤ 1, 1, MET",
                "≤ 1, 1.001, MISSED",
                "< 5, 5, MISSED",
                "< 5, 4.9, MET",
                "= 0, 0, MET",
                "= 0, 1, MISSED",
                "≥ 0.99, 0.99, MET",
                "≥ 0.99, 0.989, MISSED"
            })
    @DisplayName("A number is a limit by itself; the limit counts")
    void numbers(String goal, double figure, String expected) throws Exception {
        assertThat(verdict(goal, Map.of("Sluice", figure))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "≥ 1.2 × Agroal, 12, MET",
                "≥ 1.2 × Agroal, 11.9, MISSED",
                "≤ 1/2 × Agroal, 5, MET",
                "≤ 1/2 × Agroal, 5.1, MISSED",
                "≥ Tomcat, 40, MET",
                "≥ Tomcat, 39, MISSED",
                "≤ 1/3 × Agroal, 3.333, MET",
                "≤ 1/3 × Agroal, 3.334, MISSED"
            })
    @DisplayName("A factor is that of the peer's figure")
    void ratios(String goal, double figure, String expected) throws Exception {
        assertThat(verdict(goal, figures(figure, 10, 20, 40))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "≤ Agroal + 0.3, 10.3, MET",
                "≤ Agroal + 0.3, 10.31, MISSED",
                "≤ 2 × Agroal + 15, 35, MET",
                "≤ 2 × Agroal + 15, 36, MISSED",
                "≥ Agroal + 1, 10.9, MISSED",
                "≤ best + 1, 11, MET",
                "≤ best + 1, 12, MISSED"
            })
    @DisplayName("A number after a peer is added to the peer's figure, after the factor")
    void additions(String goal, double figure, String expected) throws Exception {
        assertThat(verdict(goal, figures(figure, 10, 20, 40))).isEqualTo(expected);
    }

    @Test
    @DisplayName("Without the figure of the peer, an addition to it is not measured")
    void additionToNothing() throws Exception {
        assertThat(verdict("≤ Agroal + 0.3", Map.of("Sluice", 0.1))).isEqualTo("NOT MEASURED");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "≥ best, 40, MET",
                "≥ best, 39, MISSED",
                "≤ best, 10, MET",
                "≤ best, 11, MISSED",
                "≥ 1.1 × best, 44, MET",
                "≥ 1.1 × best, 43, MISSED",
                "≤ 1/10 × best, 1, MET",
                "≤ 1/10 × best, 1.1, MISSED"
            })
    @DisplayName("The best peer has the highest figure for a minimum, and the lowest for a maximum")
    void best(String goal, double figure, String expected) throws Exception {
        assertThat(verdict(goal, figures(figure, 10, 20, 40))).isEqualTo(expected);
    }

    @Test
    @DisplayName("All conditions must hold")
    void conditions() throws Exception {
        String goal = "≤ 5, ≤ 1/10 × best";
        assertThat(verdict(goal, figures(4, 40, 50, 60))).isEqualTo("MET");
        assertThat(verdict(goal, figures(4.5, 40, 50, 60))).isEqualTo("MISSED");
        assertThat(verdict(goal, figures(6, 600, 600, 600))).isEqualTo("MISSED");
    }

    @Test
    @DisplayName("Without the figure of Sluice, or of the peer, the goal is not measured")
    void missing() throws Exception {
        assertThat(verdict("≤ 1", Map.of("Agroal", 1.0))).isEqualTo("NOT MEASURED");
        assertThat(verdict("≤ 1", Map.of("Sluice", Double.NaN))).isEqualTo("NOT MEASURED");
        assertThat(verdict("≥ 2 × HikariCP", Map.of("Sluice", 9.0, "Agroal", 1.0)))
                .isEqualTo("NOT MEASURED");
        assertThat(verdict("≥ best", Map.of("Sluice", 9.0))).isEqualTo("NOT MEASURED");
    }

    @Test
    @DisplayName("Beside a part of the peers a goal can be missed, but not met")
    void partOfThePeers() throws Exception {
        Map<String, Double> figures = Map.of("Sluice", 15.0, "Agroal", 10.0, "HikariCP", 20.0);
        assertThat(verdict("≥ best", figures)).isEqualTo("MISSED");
        assertThat(verdict("≤ best", figures)).isEqualTo("MISSED");
        assertThat(verdict("≥ 1/2 × best", figures)).isEqualTo("NOT MEASURED");
        assertThat(verdict("≤ 5, ≤ Tomcat", figures)).isEqualTo("MISSED");
        assertThat(verdict("≤ 15, ≤ Tomcat", figures)).isEqualTo("NOT MEASURED");
    }

    @Test
    @DisplayName("A name with a dot is Sluice's figure of another row")
    void otherRows() throws Exception {
        String goal = "≥ 0.95 × metrics.rate-20";
        assertThat(verdict(goal, Map.of("Sluice", 95.0, "metrics.rate-20", 100.0)))
                .isEqualTo("MET");
        assertThat(verdict(goal, Map.of("Sluice", 94.0, "metrics.rate-20", 100.0)))
                .isEqualTo("MISSED");
        assertThat(verdict(goal, Map.of("Sluice", 94.0))).isEqualTo("NOT MEASURED");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "within a bound",
                "≥",
                "1.2 × Agroal",
                "≥ × Agroal",
                "≤ 5 and ≤ 6",
                "≤ 5 + 1",
                "≤ Agroal + HikariCP",
                "≤ Agroal +",
                "≤ Agroal + 1 + 1"
            })
    @DisplayName("A text that cannot be compared is no goal")
    void refused(String text) {
        assertThatThrownBy(() -> goal(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a goal: " + text);
    }

    @Test
    @DisplayName("Every goal in the sources of the benchmark can be compared, with a peer or a row that exists")
    void sources() throws Exception {
        String contenders = Files.readString(BenchClasses.SOURCES.resolve("Contender.java"));
        List<String> goals = goals();
        assertThat(goals).hasSizeGreaterThan(30);
        for (String goal : goals) {
            goal(goal);
            Matcher peer =
                    Pattern.compile("([A-Za-z][A-Za-z0-9-]*)(?: \\+ [0-9.]+)?$").matcher(goal);
            if (peer.find() && !goal.endsWith("best") && !goal.contains(".rate")) {
                assertThat(contenders).contains('"' + peer.group(1) + '"');
            }
        }
    }

    private static List<String> goals() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(BenchClasses.SOURCES)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".java"))
                    .filter(each -> !each.endsWith("Goal.java"))
                    .toList()) {
                Matcher text = TEXT.matcher(Files.readString(file));
                while (text.find()) {
                    if (!text.group(1).endsWith("generic-")) { // continued by the number of threads
                        found.add(text.group(1));
                    }
                }
            }
        }
        return found;
    }
}
