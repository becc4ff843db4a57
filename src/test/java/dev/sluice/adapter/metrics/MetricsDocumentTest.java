package dev.sluice.adapter.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.docs.GeneratedPart;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Compares docs/METRICS.md with the meters that a pool and batches register. */
@org.junit.jupiter.api.Tag("fast")
class MetricsDocumentTest {

    private static final Map<String, String> FAMILIES = Map.of(
            "db.client.connection.", "metrics of the conventions",
            "sluice.pool.", "metrics of pools",
            "sluice.batch.", "metrics of batches",
            "agroal.", "metrics of Agroal");

    private final EveryMeter every = new EveryMeter();
    private final Set<String> samples = every.registry
            .scrape()
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.split("[{ ]")[0])
            .collect(Collectors.toCollection(TreeSet::new));

    MetricsDocumentTest() throws InterruptedException {}

    @AfterEach
    void close() {
        every.close();
    }

    @Test
    @DisplayName(
            "X14 docs/METRICS.md has each meter with kind, unit, tags and meaning; -Dsluice.docs.write writes them")
    void equalsTheCode() throws IOException {
        Map<String, List<Meter>> meters = every.registry.getMeters().stream()
                .filter(meter -> meter.getId().syntheticAssociation() == null)
                .collect(Collectors.groupingBy(meter -> meter.getId().getName(), TreeMap::new, Collectors.toList()));
        assertThat(meters.keySet())
                .allMatch(name -> FAMILIES.keySet().stream().anyMatch(name::startsWith), "is of a family");
        for (Map.Entry<String, String> family : FAMILIES.entrySet()) {
            List<String> lines = new ArrayList<>();
            lines.add("| Meter | In Prometheus | Kind | Tags | Meaning |");
            lines.add("|---|---|---|---|---|");
            meters.forEach((name, same) -> {
                if (name.startsWith(family.getKey())) {
                    lines.add(line(name, same));
                }
            });
            new GeneratedPart(Path.of("docs", "METRICS.md"), family.getValue()).compare(lines);
        }
    }

    @Test
    @DisplayName("X14 each sample of a scrape is in docs/METRICS.md")
    void samples() {
        Set<String> written = every.registry.getMeters().stream()
                .flatMap(meter -> samplesOf(meter).stream())
                .collect(Collectors.toSet());
        assertThat(samples).isNotEmpty().isSubsetOf(written);
    }

    private String line(String name, List<Meter> same) {
        Meter.Id id = same.get(0).getId();
        Set<String> tags = new TreeSet<>();
        same.forEach(meter -> meter.getId().getTags().stream().map(Tag::getKey).forEach(tags::add));
        return "| `" + name + "` | `" + String.join("`, `", samplesOf(same.get(0))) + "` | " + kind(same.get(0)) + " | "
                + (tags.isEmpty() ? "" : "`" + String.join("`, `", tags) + "`") + " | " + id.getDescription() + " |";
    }

    /** Returns the names that Prometheus has of the samples of the meter. */
    private Set<String> samplesOf(Meter meter) {
        Meter.Id id = meter.getId();
        String name = every.registry.config().namingConvention().name(id.getName(), id.getType(), id.getBaseUnit());
        Set<String> names = new TreeSet<>();
        for (String suffix : List.of("", "_bucket", "_count", "_max", "_sum")) {
            boolean isOther = id.getType() == Meter.Type.GAUGE || id.getType() == Meter.Type.COUNTER;
            if (samples.contains(name + suffix) && (suffix.isEmpty() || !isOther)) {
                names.add(name + suffix);
            }
        }
        return names;
    }

    private String kind(Meter meter) {
        Meter.Id id = meter.getId();
        boolean hasBuckets = samplesOf(meter).stream().anyMatch(name -> name.endsWith("_bucket"));
        String kind = switch (id.getType()) {
            case DISTRIBUTION_SUMMARY -> "histogram";
            case TIMER -> hasBuckets ? "timer with histogram" : "timer";
            default -> id.getType().name().toLowerCase(Locale.ROOT);
        };
        String unit = id.getType() == Meter.Type.TIMER ? "seconds" : id.getBaseUnit();
        return unit == null ? kind : kind + ", " + unit;
    }
}
