package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The comparison of the benchmark's figures with its goals. The tests do not have the classes of the benchmark, so this
 * test compiles the one that it needs.
 */
@Tag("fast")
@DisplayName("Goals of the benchmark")
class GoalTest {

    private static final Path SOURCES = Path.of("src/bench/java/dev/sluice/bench");
    private static final Pattern TEXT = Pattern.compile("\"([≥≤<=] [^\"]*)\"");
    private static final Set<String> PEERS = Set.of("Agroal", "HikariCP", "Tomcat");

    @TempDir
    static Path classes;

    private static URLClassLoader loader;
    private static Method of;
    private static Method verdict;

    @BeforeAll
    static void compile() throws Exception {
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-d",
                        classes.toString(),
                        SOURCES.resolve("Goal.java").toString());
        assertThat(status).isZero();
        loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, null);
        Class<?> goal = loader.loadClass("dev.sluice.bench.Goal");
        of = goal.getDeclaredMethod("of", String.class);
        verdict = goal.getDeclaredMethod("verdict", String.class, Map.class, Set.class);
        of.setAccessible(true);
        verdict.setAccessible(true);
    }

    @AfterAll
    static void close() throws IOException {
        loader.close();
    }

    private static String verdict(String goal, Map<String, Double> figures) throws ReflectiveOperationException {
        return verdict.invoke(of.invoke(null, goal), "Sluice", figures, PEERS).toString();
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
            value = {"within a bound", "≥", "1.2 × Agroal", "≥ × Agroal", "≤ 5 and ≤ 6"})
    @DisplayName("A text that cannot be compared is no goal")
    void refused(String text) {
        assertThatThrownBy(() -> of.invoke(null, text))
                .hasCauseInstanceOf(IllegalArgumentException.class)
                .hasRootCauseMessage("not a goal: " + text);
    }

    @Test
    @DisplayName("Every goal in the sources of the benchmark can be compared, with a peer or a row that exists")
    void sources() throws Exception {
        String contenders = Files.readString(SOURCES.resolve("Contender.java"));
        List<String> goals = goals();
        assertThat(goals).hasSizeGreaterThan(30);
        for (String goal : goals) {
            of.invoke(null, goal);
            Matcher peer = Pattern.compile("[A-Za-z][A-Za-z0-9-]*$").matcher(goal);
            if (peer.find() && !goal.endsWith("best") && !goal.contains(".rate")) {
                assertThat(contenders).contains('"' + peer.group() + '"');
            }
        }
    }

    private static List<String> goals() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(SOURCES)) {
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
