package dev.sluice.bench;

import dev.sluice.bench.Row.Better;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** The results as Markdown: medians of the rounds, and Sluice's ratio to its peers. */
final class Table {

    private static final List<Contender> COLUMNS = Contender.JDBC;
    private static final String NOTHING = "–";

    private final List<Scenario> scenarios;
    private final Map<String, Map<Contender, List<Double>>> values = new HashMap<>();
    private final Map<String, String> skipped = new HashMap<>();
    private final Map<String, Map<Contender, String>> failed = new HashMap<>();

    Table(List<Scenario> scenarios) {
        this.scenarios = scenarios;
    }

    /** Adds the results of a round. */
    void add(Scenario scenario, Contender contender, Figures figures) {
        figures.values()
                .forEach((key, value) -> values.computeIfAbsent(id(scenario, key), k -> new EnumMap<>(Contender.class))
                        .computeIfAbsent(contender, k -> new ArrayList<>())
                        .add(value));
    }

    /** Records a scenario that was not run, with the reason. */
    void skip(Scenario scenario, String reason) {
        skipped.put(scenario.name(), reason);
    }

    /** Records that a pool was not measured, with the reason. The figures of other rounds count nevertheless. */
    void fail(Scenario scenario, Contender contender, String reason) {
        failed.computeIfAbsent(scenario.name(), name -> new EnumMap<>(Contender.class))
                .put(contender, reason);
    }

    private static String id(Scenario scenario, String key) {
        return scenario.name() + '.' + key;
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        StringJoiner head = line().add("measured");
        StringJoiner rule = new StringJoiner("|", "|", "|\n").add("---");
        COLUMNS.forEach(column -> head.add(column.title()));
        head.add("others")
                .add("÷ Agroal")
                .add("÷ HikariCP")
                .add("÷ best peer")
                .add("goal")
                .add("reached");
        COLUMNS.forEach(column -> rule.add("---:"));
        rule.add("---:").add("---:").add("---:").add("---:").add("---").add("---");
        text.append(head).append(rule);
        for (Scenario scenario : scenarios) {
            scenario.rows().forEach(row -> text.append(line(scenario, row)));
        }
        return text.toString();
    }

    private static StringJoiner line() {
        return new StringJoiner(" | ", "| ", " |\n");
    }

    private StringJoiner line(Scenario scenario, Row row) {
        Map<Contender, Double> medians = medians(id(scenario, row.key()));
        StringJoiner line = line().add(row.label());
        String absent = skipped.getOrDefault(scenario.name(), NOTHING);
        Map<Contender, String> reasons = failed.getOrDefault(scenario.name(), Map.of());
        for (Contender column : COLUMNS) {
            String usual = scenario.contenders().contains(column) ? absent : NOTHING;
            line.add(cell(medians, column, reasons.getOrDefault(column, usual)));
        }
        line.add(others(medians, reasons));
        for (Optional<Contender> peer :
                List.of(Optional.of(Contender.AGROAL), Optional.of(Contender.HIKARI), best(medians, row.better()))) {
            line.add(row.better() == Better.NOT_COMPARED ? NOTHING : ratio(medians, peer));
        }
        line.add(row.goal().toString());
        return line.add(row.goal().exists() ? verdict(scenario, row).toString() : "");
    }

    private Goal.Verdict verdict(Scenario scenario, Row row) {
        Map<String, Double> figures = new HashMap<>();
        values.forEach((id, of) -> {
            if (of.containsKey(Contender.SLUICE)) {
                figures.put(id, Numbers.median(of.get(Contender.SLUICE)));
            }
        });
        medians(id(scenario, row.key())).forEach((contender, median) -> figures.put(contender.title(), median));
        Set<String> peers = scenario.contenders().stream()
                .filter(Table::isPeer)
                .map(Contender::title)
                .collect(Collectors.toSet());
        return row.goal().verdict(Contender.SLUICE.title(), figures, peers);
    }

    /** Having no pool at all is not a peer. */
    private static boolean isPeer(Contender contender) {
        return contender != Contender.SLUICE && contender != Contender.PLAIN;
    }

    /** Returns the rows whose goals are not reached, and those that were not measured, each in a line of its own. */
    String summary() {
        Map<Goal.Verdict, List<String>> rows = new EnumMap<>(Goal.Verdict.class);
        for (Scenario scenario : scenarios) {
            for (Row row : scenario.rows()) {
                if (row.goal().exists()) {
                    rows.computeIfAbsent(verdict(scenario, row), verdict -> new ArrayList<>())
                            .add("- " + row.label() + " (goal " + row.goal() + ")\n");
                }
            }
        }
        StringBuilder text = new StringBuilder();
        for (Goal.Verdict verdict : Goal.Verdict.values()) {
            List<String> found = rows.getOrDefault(verdict, List.of());
            text.append("\n").append(verdict).append(": ").append(found.size()).append("\n");
            if (verdict != Goal.Verdict.MET) {
                found.forEach(text::append);
            }
        }
        return text.toString();
    }

    private Map<Contender, Double> medians(String id) {
        Map<Contender, Double> medians = new EnumMap<>(Contender.class);
        values.getOrDefault(id, Map.of()).forEach((contender, all) -> medians.put(contender, Numbers.median(all)));
        return medians;
    }

    private static String cell(Map<Contender, Double> medians, Contender column, String absent) {
        return medians.containsKey(column) ? Numbers.show(medians.get(column)) : absent;
    }

    private static String others(Map<Contender, Double> medians, Map<Contender, String> reasons) {
        String others = Arrays.stream(Contender.values())
                .filter(contender -> !COLUMNS.contains(contender))
                .filter(contender -> medians.containsKey(contender) || reasons.containsKey(contender))
                .map(contender -> contender.title() + ' ' + cell(medians, contender, reasons.get(contender)))
                .collect(Collectors.joining(", "));
        return others.isEmpty() ? NOTHING : others;
    }

    /** Returns the peer whose figure is best. */
    private static Optional<Contender> best(Map<Contender, Double> medians, Better better) {
        Comparator<Map.Entry<Contender, Double>> order = Map.Entry.comparingByValue();
        return medians.entrySet().stream()
                .filter(entry -> isPeer(entry.getKey()))
                .max(better == Better.HIGHER ? order : order.reversed())
                .map(Map.Entry::getKey);
    }

    private static String ratio(Map<Contender, Double> medians, Optional<Contender> peer) {
        Double ours = medians.get(Contender.SLUICE);
        Double theirs = peer.map(medians::get).orElse(null);
        if (ours == null || theirs == null || theirs <= 0) {
            return NOTHING;
        }
        return Numbers.show(ours / theirs);
    }
}
