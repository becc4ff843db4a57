package dev.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Counts the Javadocs of sources, tests and benchmarks that begin without their subject. docs/STYLE.md has the rule. */
@Tag("fast")
class JavadocOpeningsTest {

    /** Maximum share of such Javadocs, in percent of all Javadocs of the sources, tests and benchmarks. */
    private static final double MAX_PERCENT = 0.2;

    private static final Path SOURCES = Path.of("src");
    private static final Pattern JAVADOC = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);
    static final Pattern VAGUE =
            Pattern.compile("[\\s*]*(What|Who|Whoever|Whether|How|Those|That|One|It|Its)\\b.*", Pattern.DOTALL);

    @Test
    @DisplayName("less than the allowed share of Javadocs begins with What, Who, Whether, How, It and the like")
    void openings() throws IOException {
        Map<String, Count> packages = new TreeMap<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                count(
                        Files.readString(file),
                        packages.computeIfAbsent(
                                SOURCES.relativize(file.getParent()).toString(), name -> new Count()));
            }
        }
        int vague = packages.values().stream().mapToInt(count -> count.vague).sum();
        int all = packages.values().stream().mapToInt(count -> count.all).sum();
        List<String> worst = packages.entrySet().stream()
                .sorted(Comparator.comparingDouble(entry -> -entry.getValue().percent()))
                .limit(8)
                .map(entry -> "%s: %d of %d (%.1f %%)"
                        .formatted(
                                entry.getKey(),
                                entry.getValue().vague,
                                entry.getValue().all,
                                entry.getValue().percent()))
                .toList();
        System.out.printf("Javadocs without a subject: %d of %d; worst packages: %s%n", vague, all, worst);
        assertThat(100.0 * vague / all)
                .as("percentage of Javadocs without a subject; worst packages: %s", worst)
                .isLessThan(MAX_PERCENT);
    }

    private static void count(String source, Count count) {
        Matcher javadoc = JAVADOC.matcher(source);
        while (javadoc.find()) {
            count.all++;
            if (VAGUE.matcher(javadoc.group(1)).matches()) {
                count.vague++;
            }
        }
    }

    private static final class Count {
        private int all;
        private int vague;

        private double percent() {
            return 100.0 * vague / all;
        }
    }
}
