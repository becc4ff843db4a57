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

/** Checks the display names of tests: each names its subject, in plain English. docs/STYLE.md has the rule. */
@Tag("fast")
class DisplayNamesTest {

    private static final Path TESTS = Path.of("src", "test", "java");
    private static final String STRING = "\"((?:\\\\.|[^\"\\\\])*)\"";

    /** The argument of an annotation: one string, or several strings that are joined. */
    private static final Pattern NAME = Pattern.compile(
            "@(?:DisplayName|ParameterizedTest|RepeatedTest)\\((?:name\\s*=)?\\s*((?:" + STRING + "[\\s+]*)+)");

    private static final Pattern PART = Pattern.compile(STRING);
    private static final Pattern IDS = Pattern.compile("^(?:(?:[A-Z]{1,2}\\d+|\\{\\d})[:,]? )+");
    private static final Pattern VAGUE_BEGIN = Pattern.compile(
            "(?i)(?:what|who|whoever|whether|how|those|that|it|its|them|they|then|also|and|or|but|of|so|such|which)\\b.*");
    private static final Pattern VAGUE_WORD = Pattern.compile(
            "(?i).*\\b(?:those|that one|looks? (?:at|up|like)|looked|somebody|nobody|anybody|everybody|whoever|told|of late)\\b.*");

    @Test
    @DisplayName("no display name of a test begins without its subject, or has a vague word")
    void names() throws IOException {
        List<String> all = new ArrayList<>();
        List<String> vague = new ArrayList<>();
        try (Stream<Path> files = Files.walk(TESTS)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                Matcher annotation = NAME.matcher(Files.readString(file));
                while (annotation.find()) {
                    String name = joined(annotation.group(1));
                    String words = IDS.matcher(name).replaceFirst("");
                    all.add(name);
                    if (VAGUE_BEGIN.matcher(words).matches()
                            || VAGUE_WORD.matcher(words).matches()) {
                        vague.add(file.getFileName() + ": " + name);
                    }
                }
            }
        }
        assertThat(all).hasSizeGreaterThan(1000);
        assertThat(vague).isEmpty();
    }

    private static String joined(String strings) {
        StringBuilder name = new StringBuilder();
        PART.matcher(strings).results().forEach(part -> name.append(part.group(1)));
        return name.toString();
    }
}
