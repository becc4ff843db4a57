package dev.sluice.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads lines of an audit log, the newest first, also while a service writes it. Thread-safe. */
public final class AuditReading {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final AuditFiles files;

    /**
     * @param directory the directory of the log
     */
    public AuditReading(Path directory) {
        this.files = new AuditFiles(directory);
    }

    /**
     * Returns the newest lines that the filter selects. A line that is no JSON object is left out; {@link AuditCheck}
     * reports it.
     *
     * @param most maximum number of lines
     * @throws IOException if a file cannot be read
     */
    public Excerpt newest(AuditFilter filter, int most) throws IOException {
        List<Path> all = files.all();
        Excerpt page = newest(all, filter, most);
        for (List<Path> now = files.all(); !now.equals(all); now = files.all()) {
            all = now; // RACE: a file became full meanwhile, and has another name
            page = newest(all, filter, most);
        }
        return page;
    }

    private static Excerpt newest(List<Path> all, AuditFilter filter, int most) throws IOException {
        List<JsonNode> found = new ArrayList<>();
        for (int i = all.size() - 1; i >= 0; i--) {
            List<String> lines = linesOf(all.get(i));
            for (int line = lines.size() - 1; line >= 0; line--) {
                JsonNode parsed = parsed(lines.get(line));
                if (parsed != null && filter.selects(parsed)) {
                    if (found.size() == most) {
                        return new Excerpt(List.copyOf(found), true);
                    }
                    found.add(parsed);
                }
            }
        }
        return new Excerpt(List.copyOf(found), false);
    }

    private static List<String> linesOf(Path file) throws IOException {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of(); // RACE: the log has deleted or renamed it
        }
    }

    private static @Nullable JsonNode parsed(String line) {
        try {
            JsonNode parsed = JSON.readTree(line);
            return parsed.isObject() ? parsed : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /**
     * Lines of the log.
     *
     * @param lines the lines, the newest first
     * @param more whether the filter selects older lines, too
     */
    public record Excerpt(List<JsonNode> lines, boolean more) {}
}
