package dev.sluice.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads lines of an audit log, the newest first, also while a service writes it. Thread-safe. */
public final class AuditReading {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final AuditFiles changes;
    private final AuditFiles denials;

    /**
     * @param directory the directory of the log
     */
    public AuditReading(Path directory) {
        this.changes = new AuditFiles(directory, AuditKind.CHANGE);
        this.denials = new AuditFiles(directory, AuditKind.DENIAL);
    }

    /**
     * Returns the newest lines that the filter selects: changes and denials in the order of time. A line that is no JSON
     * object is left out; {@link AuditCheck} reports it.
     *
     * @param most maximum number of lines
     * @throws IOException if a file cannot be read
     */
    public Excerpt newest(AuditFilter filter, int most) throws IOException {
        List<ObjectNode> changed = newest(changes, filter, most + 1);
        List<ObjectNode> denied = newest(denials, filter, most + 1);
        List<JsonNode> lines = new ArrayList<>();
        int change = 0;
        int denial = 0;
        while (lines.size() < most && (change < changed.size() || denial < denied.size())) {
            boolean isChange = denial == denied.size()
                    || (change < changed.size() && !time(changed.get(change)).isBefore(time(denied.get(denial))));
            lines.add(isChange ? changed.get(change++) : denied.get(denial++));
        }
        boolean more = change < changed.size() || denial < denied.size();
        return new Excerpt(
                List.copyOf(lines), more ? new AuditPosition(after(changed, change), after(denied, denial)) : null);
    }

    /** Returns the time of a line; a line without one is shown at once. */
    private static Instant time(JsonNode line) {
        try {
            return Instant.parse(line.path("time").asText());
        } catch (DateTimeException e) {
            return Instant.MAX;
        }
    }

    /** Returns the number after that of the next older line. */
    private static long after(List<ObjectNode> lines, int next) {
        return next < lines.size() ? lines.get(next).path("number").asLong() + 1 : 1;
    }

    private static List<ObjectNode> newest(AuditFiles files, AuditFilter filter, int most) throws IOException {
        if (!filter.selects(files.kind())) {
            return List.of();
        }
        List<Path> all = files.all();
        List<ObjectNode> page = newest(all, files.kind(), filter, most);
        for (List<Path> now = files.all(); !now.equals(all); now = files.all()) {
            all = now; // RACE: a file became full meanwhile, and has another name
            page = newest(all, files.kind(), filter, most);
        }
        return page;
    }

    private static List<ObjectNode> newest(List<Path> all, AuditKind kind, AuditFilter filter, int most)
            throws IOException {
        List<ObjectNode> found = new ArrayList<>();
        for (int i = all.size() - 1; i >= 0 && found.size() < most; i--) {
            List<String> lines = linesOf(all.get(i));
            for (int line = lines.size() - 1; line >= 0 && found.size() < most; line--) {
                ObjectNode parsed = parsed(lines.get(line));
                if (parsed != null && filter.selects(kind, parsed)) {
                    found.add(parsed.put("kind", kind.word()));
                }
            }
        }
        return found;
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

    private static @Nullable ObjectNode parsed(String line) {
        try {
            return JSON.readTree(line) instanceof ObjectNode object ? object : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /**
     * Lines of the log.
     *
     * @param lines the lines with their kind, the newest first
     * @param next the position after them if the filter selects older lines, too, otherwise null
     */
    public record Excerpt(List<JsonNode> lines, @Nullable AuditPosition next) {

        /** Returns whether the filter selects older lines, too. */
        public boolean more() {
            return next != null;
        }
    }
}
