package dev.sluice.adapter.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The waits of callers for each pool, read from the histogram in the service's metrics (Prometheus text format). The
 * precision is that of the buckets.
 */
final class WaitTimes {

    private static final double SHARE = 0.99;
    private static final Pattern BUCKET = Pattern.compile(
            "^db_client_connection_wait_time_seconds_bucket\\{([^}\\n]*)\\} ([0-9.eE+]+)", Pattern.MULTILINE);
    private static final Pattern POOL = Pattern.compile("db_client_connection_pool_name=\"([^\"]*)\"");
    private static final Pattern BOUND = Pattern.compile("\\ble=\"([^\"]*)\"");

    private final Map<String, NavigableMap<Double, Double>> buckets = new HashMap<>();

    private WaitTimes() {}

    /** Returns the times of a service without the histogram. */
    static WaitTimes none() {
        return new WaitTimes();
    }

    /** Returns the times of the histogram in a text of metrics. Other lines are skipped. */
    static WaitTimes in(String metrics) {
        WaitTimes times = new WaitTimes();
        for (Matcher line = BUCKET.matcher(metrics); line.find(); ) {
            Matcher pool = POOL.matcher(line.group(1));
            Matcher bound = BOUND.matcher(line.group(1));
            if (pool.find() && bound.find()) {
                times.add(pool.group(1), bound.group(1), line.group(2));
            }
        }
        return times;
    }

    private void add(String pool, String bound, String count) {
        try {
            double seconds = bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bound);
            buckets.computeIfAbsent(pool, name -> new TreeMap<>()).put(seconds, Double.parseDouble(count));
        } catch (NumberFormatException e) {
            // a line without a number is no bucket
        }
    }

    /** Returns the upper bound of 99 of 100 waits: {@code <=5ms}, {@code >10s}; {@code -} if it is unknown. */
    String p99(String pool) {
        NavigableMap<Double, Double> counts = buckets.getOrDefault(pool, new TreeMap<>());
        double all = counts.isEmpty() ? 0 : counts.lastEntry().getValue();
        if (all <= 0) {
            return "-";
        }
        double last = 0;
        for (Map.Entry<Double, Double> bucket : counts.entrySet()) {
            if (bucket.getValue() >= SHARE * all && !bucket.getKey().isInfinite()) {
                return "<=" + SpanFormat.of(bucket.getKey());
            }
            last = bucket.getKey().isInfinite() ? last : bucket.getKey();
        }
        return ">" + SpanFormat.of(last);
    }
}
