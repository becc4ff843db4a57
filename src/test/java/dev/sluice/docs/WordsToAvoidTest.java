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
    private static final Map<String, Integer> CEILINGS = Map.of("control", 1, "pool", 2);

    private static final Path STYLE = Path.of("docs", "STYLE.md");
    private static final Path GLOSSARY = Path.of("docs", "GLOSSARY.md");
    private static final Path SOURCES = Path.of("src", "main", "java", "dev", "sluice");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([^|]+) \\|");

    /** Javadocs, comments, text blocks, string literals. Character literals are matched, so that they open no string. */
    private static final Pattern TEXT = Pattern.compile(
            "/\\*[\\s\\S]*?\\*/|(?://[^\\n]*(?:\\n[ \\t]*)?)+|\"\"\"[\\s\\S]*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])+'");

    private static final Pattern CODE = Pattern.compile("```[\\s\\S]*?```|`[^`]*`");

    /** The space between two words, also across lines of a comment. */
    private static final String GAP = "\\s+(?:(?:\\*|//)\\s*)?";

    @Test
    @DisplayName("no area has more words to avoid than its ceiling")
    void words() throws IOException {
        Pattern avoided = avoided();
        Map<String, List<String>> places = new TreeMap<>();
        for (Path file : files(SOURCES, ".java")) {
            String source = Files.readString(file);
            List<String> found =
                    places.computeIfAbsent(SOURCES.relativize(file).getName(0).toString(), area -> new ArrayList<>());
            TEXT.matcher(source).results().forEach(text -> {
                Matcher words = avoided.matcher(source).region(text.start(), text.end());
                while (words.find()) {
                    found.add(place(file, source, words));
                }
            });
        }
        List<String> found = places.computeIfAbsent("docs", area -> new ArrayList<>());
        for (Path file : documents()) {
            String text = withoutCode(Files.readString(file));
            Matcher words = avoided.matcher(text);
            while (words.find()) {
                found.add(place(file, text, words));
            }
        }
        System.out.printf(
                "Words to avoid: %s%n",
                places.entrySet().stream()
                        .map(area -> area.getKey() + " " + area.getValue().size())
                        .collect(Collectors.joining(", ")));
        places.entrySet().removeIf(area -> area.getValue().size() <= CEILINGS.getOrDefault(area.getKey(), 0));
        assertThat(places)
                .as("areas beyond their ceiling; docs/STYLE.md has better words")
                .isEmpty();
    }

    private static String place(Path file, String text, Matcher word) {
        return file + ":" + (1 + lineEnds(text.substring(0, word.start()))) + " " + word.group();
    }

    private static String withoutCode(String markdown) {
        return CODE.matcher(markdown).replaceAll(code -> "\n".repeat(lineEnds(code.group())));
    }

    private static int lineEnds(String text) {
        return (int) text.chars().filter(c -> c == '\n').count();
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
                .map(word -> Arrays.stream(word.split(" ")).map(Pattern::quote).collect(Collectors.joining(GAP)))
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
