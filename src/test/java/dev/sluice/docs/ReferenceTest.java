package dev.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.admission.GateRules;
import dev.sluice.batch.control.BatchSetting;
import dev.sluice.batch.control.BatchSetting.SettingSource;
import dev.sluice.batch.control.BatchSettings;
import dev.sluice.control.operation.OperationCatalogue;
import dev.sluice.control.operation.OperationEntry;
import dev.sluice.control.operation.ShortForm;
import dev.sluice.control.setting.PoolSetting;
import dev.sluice.control.setting.SettingCatalogue;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.policy.PolicyDeclaration;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.statistic.Statistic.Kind;
import dev.sluice.pool.statistic.StatisticEntry;
import dev.sluice.value.ValueSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Compares the generated parts of the documentation with the declarations. The system property {@code sluice.docs.write}
 * writes those parts.
 */
@Tag("fast")
class ReferenceTest {

    private static final Path REFERENCE = Path.of("docs", "REFERENCE.md");
    private static final Path POLICIES = Path.of("docs", "POLICIES.md");
    private static final Path BATCHES = Path.of("docs", "BATCHES.md");

    @Test
    @DisplayName("the tables of operations equal the catalogue; -Dsluice.docs.write writes them")
    void operations() throws IOException {
        compare(REFERENCE, "operations", operationTables());
    }

    @Test
    @DisplayName("the table of statistics is that of their declarations; -Dsluice.docs.write writes it")
    void statistics() throws IOException {
        compare(REFERENCE, "statistics", statisticsTable());
    }

    @Test
    @DisplayName("the table of settings of pools is that of the catalogue; -Dsluice.docs.write writes it")
    void settings() throws IOException {
        compare(REFERENCE, "settings", settingsTable());
    }

    @Test
    @DisplayName("the table of settings of batches is that of the declarations; -Dsluice.docs.write writes it")
    void batchSettings() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("| Shell | HTTP, JMX | Takes | Default | Meaning |");
        lines.add("|---|---|---|---|---|");
        BatchSettings.all().forEach(setting -> lines.add(line(setting)));
        compare(BATCHES, "settings", lines);
    }

    @Test
    @DisplayName("no description of a parameter, a setting or a rule begins with a word of rule 1 of the style")
    void descriptionsNameTheirSubject() {
        List<ValueSpec<?>> specs = new ArrayList<>();
        OperationCatalogue.all().forEach(entry -> specs.addAll(entry.parameters()));
        SettingCatalogue.all().forEach(setting -> specs.add(setting.spec()));
        BatchSettings.all().forEach(setting -> specs.add(setting.spec()));
        PoolPolicies.DECLARATIONS.forEach(policy -> specs.addAll(policy.rules()));
        List.of(GateRules.SINGLE, GateRules.BY_LANE, GateRules.SHEDDING, GateRules.SHARE)
                .forEach(specs::addAll);
        assertThat(specs)
                .extracting(ValueSpec::description)
                .isNotEmpty()
                .noneMatch(JavadocOpeningsTest.VAGUE.asMatchPredicate());
    }

    private static String line(BatchSetting<?> setting) {
        ValueSpec<?> spec = setting.spec();
        boolean onlyRows = !setting.surfaces().contains(SettingSource.ORDER);
        boolean noRows = !setting.surfaces().contains(SettingSource.ROWS);
        String note = onlyRows ? " (HTTP with rows)" : noRows ? " (without rows)" : "";
        return "| `" + setting.option() + "` | `" + spec.name() + "`" + note + " | "
                + spec.type().kind() + " | " + (spec.shownDefault() == null ? "" : spec.shownDefault()) + " | "
                + spec.description() + " |";
    }

    private static void compare(Path file, String part, List<String> lines) throws IOException {
        new GeneratedPart(file, part).compare(lines);
    }

    /** The settings with several values, and the part of the key that distinguishes them. */
    private static final Map<String, String> MAPS =
            Map.of("driver-properties", ".<key>", "load-test-sql", ".<statement>");

    private static List<String> settingsTable() {
        List<String> lines = new ArrayList<>();
        lines.add("| Key (`sluice.pools.<name>.`) | Takes | Default | Requests | Meaning |");
        lines.add("|---|---|---|---|---|");
        for (PoolSetting<?> setting : SettingCatalogue.all()) {
            ValueSpec<?> spec = setting.spec();
            String key = setting.key() + MAPS.getOrDefault(setting.key(), "");
            lines.add("| `" + key + "` | " + shortKind(spec) + " | "
                    + (spec.shownDefault() == null ? "" : spec.shownDefault()) + " | "
                    + (setting.isForRequests() ? "yes" : "no") + " | " + spec.description() + " |");
        }
        return lines;
    }

    @Test
    @DisplayName("the table of the rules of the gate is that of the declarations; -Dsluice.docs.write writes it")
    void rules() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("| Key (`sluice.pools.<name>.`) | Takes | Default | Meaning |");
        lines.add("|---|---|---|---|");
        GateRules.SINGLE.forEach(rule -> lines.add(line("`admission." + rule.key() + "`", rule)));
        GateRules.BY_LANE.forEach(rule -> lines.add(line("`admission." + rule.key() + ".<lane>`", rule)));
        GateRules.SHEDDING.forEach(rule -> lines.add(line("`admission.shedding." + rule.key() + "`", rule)));
        GateRules.SHARE.forEach(rule -> lines.add(line(
                "`admission.tenants.<name>." + rule.key() + "`, `admission.other-tenants." + rule.key() + "`", rule)));
        compare(REFERENCE, "rules", lines);
    }

    @Test
    @DisplayName("each policy has a section whose table is that of its declaration; -Dsluice.docs.write writes it")
    void policies() throws IOException {
        for (PolicyDeclaration<?> policy : PoolPolicies.DECLARATIONS) {
            List<String> lines = new ArrayList<>();
            lines.add("| Key (`sluice.pools.<name>.`) | Takes | Default | Meaning |");
            lines.add("|---|---|---|---|");
            policy.rules().forEach(rule -> lines.add(line("`policy." + policy.key() + "." + rule.key() + "`", rule)));
            compare(POLICIES, policy.key(), lines);
        }
    }

    private static String line(String keys, ValueSpec<?> rule) {
        return "| " + keys + " | " + shortKind(rule) + " | " + rule.shownDefault() + " | " + rule.description() + " |";
    }

    /** Returns the type without examples, and without bounds that no one reaches. */
    private static String shortKind(ValueSpec<?> spec) {
        return spec.type()
                .kind()
                .replaceAll(", such as .*| from 0 s to 36500 days.*| to 36500 days.*| that is not.*", "");
    }

    private static List<String> statisticsTable() {
        List<String> lines = new ArrayList<>();
        lines.add("| Field | Kind | Meter | Meaning |");
        lines.add("|---|---|---|---|");
        for (StatisticEntry<PoolStats> entry : PoolStats.STATISTICS) {
            lines.add("| `" + entry.path() + "` | " + entry.kind().name().toLowerCase(Locale.ROOT) + " | "
                    + meter(entry) + " | " + entry.description() + " |");
        }
        return lines;
    }

    /** Returns the name that Prometheus has of the meter. */
    private static String meter(StatisticEntry<PoolStats> entry) {
        if (entry.meter() == null) {
            return "";
        }
        String name = "`sluice_pool_" + entry.meter().replace('.', '_');
        if (!entry.declaration().totalTime().isEmpty()) {
            return name + "_seconds_count`, " + name + "_seconds_sum`";
        }
        return name + (entry.kind() == Kind.COUNTER ? "_total`" : "`");
    }

    private static List<String> operationTables() {
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
        return lines;
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
        String shortForms = entry.shortForms().stream()
                .filter(form -> !form.name().equals(entry.methodName())
                        || !inputs(form).equals(String.join(", ", entry.parameterNames())))
                .map(form -> "`, `" + form.name() + "(" + inputs(form) + ")")
                .collect(Collectors.joining());
        return request + alias + " JMX: `" + entry.methodName() + shortForms + "`.";
    }

    private static String inputs(ShortForm form) {
        List<String> names = new ArrayList<>();
        form.inputs().forEach(input -> names.add(input.spec().name()));
        if (form.takesDryRun()) {
            names.add("dryRun");
        }
        return String.join(", ", names);
    }

    private static String line(ValueSpec<?> parameter) {
        String otherwise = parameter.isRequired() ? "required" : parameter.shownDefault();
        return "| `" + parameter.name() + "` | " + parameter.type().kind() + " | "
                + (otherwise == null ? "" : otherwise) + " | " + parameter.description() + " |";
    }
}
