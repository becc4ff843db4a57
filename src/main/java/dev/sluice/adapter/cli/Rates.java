package dev.sluice.adapter.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Computes the leases per second of each pool since the previous reading. Not thread-safe. */
final class Rates {

    private record AcquireCount(long acquired, long nanos) {}

    private Map<String, AcquireCount> before = new HashMap<>();
    private final Map<String, String> rates = new HashMap<>();

    /** Records a reading of all pools at a time of the ticker. */
    void see(List<PoolReading> pools, long nanos) {
        Map<String, AcquireCount> now = new HashMap<>();
        rates.clear();
        for (PoolReading pool : pools) {
            AcquireCount count = new AcquireCount(pool.count("acquired"), nanos);
            AcquireCount earlier = before.get(pool.name());
            now.put(pool.name(), count);
            // A smaller count belongs to a new pool of that name, or was reset.
            if (earlier != null && earlier.acquired <= count.acquired && earlier.nanos < nanos) {
                double seconds = (nanos - earlier.nanos) / 1e9;
                double rate = (count.acquired - earlier.acquired) / seconds;
                rates.put(pool.name(), String.format(Locale.ROOT, rate < 10 ? "%.1f" : "%.0f", rate));
            }
        }
        before = now;
    }

    /** Returns the rate per second; {@code -} without an earlier reading. */
    String of(PoolReading pool) {
        return rates.getOrDefault(pool.name(), "-");
    }
}
