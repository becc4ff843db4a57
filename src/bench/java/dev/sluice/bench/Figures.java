package dev.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** The measurements of one scenario with one pool: numbers by the keys of its {@link Row}s. */
final class Figures {

    private static final double NANOS_PER_MILLI = 1e6;

    private final Map<String, Double> values = new TreeMap<>();

    Figures put(String key, double value) {
        values.put(key, value);
        return this;
    }

    /** Percentiles in milliseconds. */
    Figures putWaits(Histogram waits, double... percentiles) {
        for (double percentile : percentiles) {
            values.put(percentileKey(percentile), waits.getValueAtPercentile(percentile) / NANOS_PER_MILLI);
        }
        return this;
    }

    /** The longest in milliseconds. */
    Figures putLongest(Histogram waits) {
        return put("max", waits.getMaxValue() / NANOS_PER_MILLI);
    }

    private static String percentileKey(double percentile) {
        return "p" + (percentile == Math.rint(percentile) ? String.valueOf((int) percentile) : "" + percentile);
    }

    Map<String, Double> values() {
        return values;
    }

    /** Puts them where the run that started this JVM finds them. */
    void write(Path file) throws IOException {
        Files.write(
                file,
                values.entrySet().stream()
                        .map(entry -> entry.getKey() + '=' + entry.getValue())
                        .toList());
    }

    static Figures read(Path file) throws IOException {
        Figures figures = new Figures();
        for (String line : Files.readAllLines(file)) {
            int split = line.indexOf('=');
            figures.put(line.substring(0, split), Double.parseDouble(line.substring(split + 1)));
        }
        return figures;
    }
}
