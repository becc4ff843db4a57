package dev.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks the length of lines and table cells in the documents. docs/STYLE.md has the rule. */
@Tag("fast")
class DocumentLinesTest {

    private static final int LONGEST_LINE = 120;
    private static final int LONGEST_CELL = 800;

    /** Lines of examples that cannot be cut: answers of the service, log lines, and Java that Spotless formats. */
    private static final Pattern UNCUTTABLE =
            Pattern.compile("\\s*(\\{|\"|\\.jdbcUrl\\(|\\d+:\\d+:\\d+|\\d{4}-|[a-z#]+\\{).*");

    private static final Pattern CELL_END = Pattern.compile("(?<!\\\\)\\|");

    @Test
    @DisplayName("no line of a document has more than 120 characters, and no table cell more than 800")
    void lengths() throws IOException {
        List<String> faults = new ArrayList<>();
        for (Path document : documents()) {
            check(document, faults);
        }
        assertThat(faults).isEmpty();
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.list(Path.of("docs"));
                Stream<Path> root = Files.list(Path.of(""))) {
            return Stream.concat(docs, root)
                    .filter(path -> path.toString().endsWith(".md"))
                    .toList();
        }
    }

    private static void check(Path document, List<String> faults) throws IOException {
        List<String> lines = Files.readAllLines(document);
        boolean isExample = false;
        boolean isGenerated = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            isExample ^= line.strip().startsWith("```");
            isGenerated = line.startsWith("<!--") ? line.contains("begin, generated") : isGenerated;
            if (line.startsWith("|") && !isExample) {
                int cell = CELL_END.splitAsStream(line)
                        .mapToInt(each -> each.strip().length())
                        .max()
                        .orElse(0);
                add(cell > LONGEST_CELL, document, i, "cell of " + cell, faults);
            } else if (!isGenerated && !(isExample && UNCUTTABLE.matcher(line).matches())) {
                add(line.length() > LONGEST_LINE, document, i, "line of " + line.length(), faults);
            }
        }
    }

    private static void add(boolean isFault, Path document, int index, String fault, List<String> faults) {
        if (isFault) {
            faults.add(document + ":" + (index + 1) + ": " + fault + " characters");
        }
    }
}
