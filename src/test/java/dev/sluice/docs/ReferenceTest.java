package dev.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.control.operation.OperationCatalogue;
import dev.sluice.control.operation.OperationEntry;
import dev.sluice.control.operation.OperationEntry.Place;
import dev.sluice.value.ValueSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Compares the generated part of docs/REFERENCE.md with the catalogue. The system property {@code sluice.docs.write}
 * writes that part.
 */
@Tag("fast")
class ReferenceTest {

    private static final Path FILE = Path.of("docs", "REFERENCE.md");
    private static final String BEGIN = "<!-- operations: begin, generated -->\n";
    private static final String END = "<!-- operations: end -->\n";

    @Test
    @DisplayName("the tables of operations are those of the catalogue; -Dsluice.docs.write writes them")
    void operations() throws IOException {
        String text = Files.readString(FILE);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        String expected = tables();
        if (System.getProperty("sluice.docs.write") != null) {
            text = text.substring(0, begin) + expected + text.substring(end);
            Files.writeString(FILE, text);
            end = begin + expected.length();
        }
        assertThat(text.substring(begin, end)).isEqualTo(expected);
    }

    private static String tables() {
        List<String> lines = new ArrayList<>();
        lines.add("| Operation | Title | Role | Breaks leases |");
        lines.add("|---|---|---|---|");
        for (OperationEntry entry : OperationCatalogue.all()) {
            lines.add("| [`" + entry.name() + "`](#" + entry.name() + ") | " + entry.title() + " | "
                    + entry.role().name().toLowerCase(Locale.ROOT) + " | " + (entry.breaksLeases() ? "can" : "no")
                    + " |");
        }
        for (OperationEntry entry : OperationCatalogue.all()) {
            lines.add("");
            lines.add("### " + entry.name());
            lines.add("");
            lines.add(request(entry) + " " + entry.description());
            if (!entry.parameters().isEmpty()) {
                lines.add("");
                lines.add("| Parameter | Takes | Default | Meaning |");
                lines.add("|---|---|---|---|");
                entry.parameters().forEach(parameter -> lines.add(line(parameter)));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static String request(OperationEntry entry) {
        String request = switch (entry.place()) {
            case CREATE -> "`POST /pools`, JSON body.";
            case DELETE -> "`DELETE /pools/{name}`.";
            case BODY -> "`POST …/" + entry.name() + "`, JSON body.";
            case QUERY -> "`POST …/" + entry.name() + "`.";
        };
        String alias =
                entry.aliases().isEmpty() ? "" : " Also `POST …/" + String.join("`, `POST …/", entry.aliases()) + "`.";
        String jmx = entry.place() == Place.CREATE ? "" : " JMX: `" + entry.methodName() + "`.";
        return request + alias + jmx;
    }

    private static String line(ValueSpec<?> parameter) {
        String otherwise = parameter.isRequired() ? "required" : parameter.shownDefault();
        return "| `" + parameter.name() + "` | " + parameter.type().kind() + " | "
                + (otherwise == null ? "" : otherwise) + " | " + parameter.description() + " |";
    }
}
