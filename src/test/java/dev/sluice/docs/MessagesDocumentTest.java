package dev.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaEnumConstant;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Compares docs/MESSAGES.md with the messages of the code. */
@Tag("fast")
class MessagesDocumentTest {

    private static final GeneratedPart TABLE = new GeneratedPart(Path.of("docs", "MESSAGES.md"), "messages");
    private static final String ANNOTATIONS = "org.jboss.logging.annotations.";

    /** The levels of messages that are texts, because their level is chosen at run time. */
    private static final Map<Integer, String> CHOSEN_LEVELS = Map.of(14, "DEBUG or INFO", 57, "WARN");

    private record Message(int id, String level, String text) {

        String key() {
            return "SLUICE%06d".formatted(id);
        }
    }

    @Test
    @DisplayName("docs/MESSAGES.md has each message with its level and text; -Dsluice.docs.write writes them")
    void equalsTheCode() throws IOException {
        Map<String, List<String>> written = written();
        List<String> lines = new ArrayList<>();
        lines.add("| Id | Level | Text | Cause | Remedy |");
        lines.add("|---|---|---|---|---|");
        messages().values().forEach(message -> {
            List<String> byHand = written.getOrDefault(message.key(), List.of("", "", "", "", ""));
            lines.add("| " + message.key() + " | " + message.level() + " | `" + message.text() + "` | " + byHand.get(3)
                    + " | " + byHand.get(4) + " |");
        });
        TABLE.compare(lines);
    }

    @Test
    @DisplayName("each message has a cause and a remedy, and no row names an unknown message")
    void complete() throws IOException {
        Map<String, List<String>> written = written();
        assertThat(written.keySet())
                .containsExactlyElementsOf(
                        messages().values().stream().map(Message::key).toList());
        assertThat(written).allSatisfy((key, cells) -> {
            assertThat(cells.get(3)).as("cause of " + key).hasSizeGreaterThan(10);
            assertThat(cells.get(4)).as("remedy of " + key).isNotEmpty();
        });
    }

    /** Returns the cells of each row, by the id of its message. */
    private static Map<String, List<String>> written() throws IOException {
        return TABLE.lines().stream()
                .filter(line -> line.startsWith("| SLUICE"))
                .map(line -> Arrays.stream(line.substring(1, line.length() - 1).split("\\|", -1))
                        .map(String::strip)
                        .toList())
                .collect(Collectors.toMap(cells -> cells.get(0), cells -> cells, (a, b) -> a, TreeMap::new));
    }

    private static Map<Integer, Message> messages() {
        Map<Integer, Message> messages = new TreeMap<>();
        for (JavaClass type : new ClassFileImporter().importPath(Path.of("target", "classes", "dev", "sluice"))) {
            if (!type.isInterface() || find(type.getAnnotations(), "MessageLogger") == null) {
                continue;
            }
            for (JavaMethod method : type.getMethods()) {
                JavaAnnotation<?> message = find(method.getAnnotations(), "Message");
                if (message != null) {
                    Message read = read(method, message);
                    assertThat(messages.put(read.id(), read))
                            .as("second " + read)
                            .isNull();
                }
            }
        }
        assertThat(messages).hasSizeGreaterThan(50);
        return messages;
    }

    private static Message read(JavaMethod method, JavaAnnotation<?> message) {
        int id = (int) message.get("id").orElseThrow();
        JavaAnnotation<?> log = find(method.getAnnotations(), "LogMessage");
        String level = log == null
                ? CHOSEN_LEVELS.getOrDefault(id, "DEBUG, or INFO")
                : ((JavaEnumConstant) log.get("level").orElseThrow()).name();
        return new Message(id, level, (String) message.get("value").orElseThrow());
    }

    private static JavaAnnotation<?> find(Iterable<? extends JavaAnnotation<?>> annotations, String name) {
        for (JavaAnnotation<?> each : annotations) {
            if (each.getRawType().getName().equals(ANNOTATIONS + name)) {
                return each;
            }
        }
        return null;
    }
}
