package dev.sluice.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The findings of a campaign, for machines and for people. */
final class Report {

    private static final Path DIRECTORY = Path.of(System.getProperty("basedir", ""), "target", "faults");

    private final Map<String, Object> head = new LinkedHashMap<>();
    private final Map<Kind, Findings.Figures> byKind;
    private final List<String> violations;

    Report(List<Findings> findings) {
        this.byKind = Findings.together(findings);
        this.violations =
                findings.stream().flatMap(each -> each.violations().stream()).toList();
    }

    List<String> violations() {
        return violations;
    }

    Set<Kind> kinds() {
        return byKind.keySet();
    }

    Report with(String key, Object value) {
        head.put(key, value);
        return this;
    }

    /** Writes both; returns where the readable one is. */
    Path write(String name) throws IOException {
        Files.createDirectories(DIRECTORY);
        new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValue(DIRECTORY.resolve(name + ".json").toFile(), json());
        Path page = DIRECTORY.resolve(name + ".md");
        Files.writeString(page, markdown());
        return page;
    }

    private Map<String, Object> json() {
        Map<String, Object> all = new LinkedHashMap<>(head);
        Map<String, Object> kinds = new LinkedHashMap<>();
        byKind.forEach((kind, figures) -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("what", kind.words());
            row.put("faults", figures.struck);
            row.put("answers", figures.answers);
            row.put("refused", figures.refused);
            row.put("errors", figures.errors);
            row.put("worstWaitMillis", Findings.millis(figures.worstWait));
            row.put("worstOvershootMillis", Findings.millis(figures.worstOvershoot));
            row.put("worstLagMillis", Findings.millis(figures.worstLag));
            row.put("slowestFirstAnswerMillis", Findings.millis(figures.worstRecovery));
            row.put("longestMillis", Findings.millis(figures.longest));
            kinds.put(kind.name(), row);
        });
        all.put("kinds", kinds);
        all.put("violations", violations);
        return all;
    }

    private String markdown() {
        StringBuilder text = new StringBuilder("# Fault campaign\n\n");
        head.forEach((key, value) ->
                text.append("- ").append(key).append(": ").append(value).append('\n'));
        text.append(
                "\n| kind | faults | answers | refused | errors by SQLSTATE | worst wait, ms | beyond its timeout, ms"
                        + " | first answer after, ms | longest fault, ms |\n|---|---:|---:|---:|---|---:|---:|---:|---:|\n");
        byKind.forEach((kind, figures) -> text.append(("| %s | %d | %d | %d | %s | %d | %d | %d | %d |\n")
                .formatted(
                        kind,
                        figures.struck,
                        figures.answers,
                        figures.refused,
                        figures.errors,
                        Findings.millis(figures.worstWait),
                        Findings.millis(figures.worstOvershoot),
                        Findings.millis(figures.worstRecovery),
                        Findings.millis(figures.longest))));
        text.append("\n## Violations: ").append(violations.size()).append("\n\n");
        violations.forEach(each -> text.append("- ").append(each).append('\n'));
        return text.toString();
    }
}
