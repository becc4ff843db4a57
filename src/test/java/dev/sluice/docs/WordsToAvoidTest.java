package dev.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Counts the words to avoid of docs/STYLE.md in Javadocs, comments and string literals of the main sources, and in the
 * documents. Each area has a ceiling. Lower a ceiling after you have removed words.
 */
@Tag("fast")
class WordsToAvoidTest {

    /** Maximum number of words to avoid. An area that is missing here has none: a package below dev.sluice, or "docs". */
    private static final Map<String, Integer> CEILINGS = Map.of(
            "adapter", 6,
            "admission", 52,
            "batch", 85,
            "control", 16,
            "docs", 14,
            "jdbc", 42,
            "keyed", 42,
            "pool", 120,
            "tcp", 24);

    private static final Path STYLE = Path.of("docs", "STYLE.md");
    private static final Path GLOSSARY = Path.of("docs", "GLOSSARY.md");
    private static final Path SOURCES = Path.of("src", "main", "java", "dev", "sluice");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([^|]+) \\|");

    /** Javadocs, comments, text blocks, string literals. Character literals are matched, so that they open no string. */
    private static final Pattern TEXT = Pattern.compile(
            "/\\*[\\s\\S]*?\\*/|(?://[^\\n]*(?:\\n[ \\t]*)?)+|\"\"\"[\\s\\S]*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])+'");

    private static final Pattern CODE = Pattern.compile("```[\\s\\S]*?```|`[^`]*`");

    @Test
    @DisplayName("no area has more words to avoid than its ceiling")
    void words() throws IOException {
        Pattern avoided = avoided();
        Map<String, List<String>> places = new TreeMap<>();
        for (Path file : files(SOURCES, ".java")) {
            Matcher texts = TEXT.matcher(Files.readString(file));
            while (texts.find()) {
                collect(
                        avoided,
                        texts.group(),
                        file,
                        places,
                        SOURCES.relativize(file).getName(0).toString());
            }
        }
        for (Path file : documents()) {
            collect(avoided, CODE.matcher(Files.readString(file)).replaceAll(""), file, places, "docs");
        }
        String counts = places.entrySet().stream()
                .map(area -> area.getKey() + " " + area.getValue().size())
                .collect(Collectors.joining(", "));
        System.out.printf("Words to avoid: %s%n", counts);
        assertThat(places)
                .allSatisfy((area, found) -> assertThat(found)
                        .as("words to avoid in %s, see docs/STYLE.md", area)
                        .hasSizeLessThanOrEqualTo(CEILINGS.getOrDefault(area, 0)));
    }

    private static void collect(
            Pattern avoided, String text, Path file, Map<String, List<String>> places, String area) {
        Matcher words = avoided.matcher(text.replaceAll("\\s*\\n\\s*(?:\\*(?!/)|//)?\\s*", " "));
        while (words.find()) {
            places.computeIfAbsent(area, name -> new ArrayList<>()).add(file + ": " + words.group());
        }
    }

    /** The first column of the table "Words to avoid". Rows with a condition in brackets are left to the reader. */
    private static Pattern avoided() throws IOException {
        String style = Files.readString(STYLE);
        String table = style.substring(style.indexOf("## Words to avoid"), style.indexOf("## Checks"));
        String words = ROW.matcher(table)
                .results()
                .map(row -> row.group(1))
                .filter(cell -> !cell.equals("Avoid") && !cell.startsWith("-") && !cell.endsWith(")"))
                .flatMap(cell -> Arrays.stream(cell.split(", ")))
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        assertThat(words).contains("somebody");
        return Pattern.compile("\\b(?:" + words + ")\\b", Pattern.CASE_INSENSITIVE);
    }

    private static List<Path> documents() throws IOException {
        List<Path> all = new ArrayList<>(files(Path.of("docs"), ".md"));
        all.removeAll(List.of(STYLE, GLOSSARY));
        all.add(Path.of("README.md"));
        all.add(Path.of("CONTRIBUTING.md"));
        return all;
    }

    private static List<Path> files(Path root, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
