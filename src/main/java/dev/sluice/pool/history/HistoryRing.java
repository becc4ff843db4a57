package dev.sluice.pool.history;

import dev.sluice.admission.Priority;
import dev.sluice.admission.WaitHistogram;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last {@value #KEPT} samples of a pool, in arrays: at most 80 KiB, and nothing before the first sample. A sample has
 * the differences to the reading before, so that a reader can begin anywhere. Thread-safe.
 */
public final class HistoryRing {

    /** Number of samples: 15 minutes, at one sample a second. */
    public static final int KEPT = 900;

    private static final int COUNTS = 9;
    private static final int LANES = Priority.values().length;
    private static final double MILLIS = 1000;
    private static final double NANOS = 1e9;

    private static final int TOTAL = 0;
    private static final int LEASED = 1;
    private static final int CREATING = 2;
    private static final int ACQUIRED = 3;
    private static final int CREATED = 4;
    private static final int FAILED = 5;
    private static final int TIMEOUTS = 6;
    private static final int REFUSED = 7;
    private static final int SPAN = 8;

    private long last; // Guarded by this, like the fields below: the number of the latest sample, from 1
    private @Nullable HistoryReading before;
    private long[] at = {};
    private int[][] counts = {};
    private int[][] waiting = {};
    private float[] p50 = {};
    private float[] p99 = {};
    private long[] waitsBefore = {};

    /**
     * Adds a sample. The first reading only begins the first interval.
     *
     * @param waits the distributions of all ended waits of the pool, by lane
     */
    public synchronized void add(HistoryReading now, List<WaitHistogram> waits) {
        HistoryReading previous = before;
        before = now;
        long[] all = new long[WaitHistogram.PLACES];
        waits.forEach(lane -> lane.addTo(all));
        if (previous == null) {
            allocate();
        } else {
            write((int) (last % KEPT), previous, now, all);
            last++;
        }
        waitsBefore = all;
    }

    private void allocate() {
        at = new long[KEPT];
        counts = new int[COUNTS][KEPT];
        waiting = new int[LANES][KEPT];
        p50 = new float[KEPT];
        p99 = new float[KEPT];
    }

    private void write(int place, HistoryReading previous, HistoryReading now, long[] waits) {
        at[place] = now.atMillis();
        counts[TOTAL][place] = now.total();
        counts[LEASED][place] = now.leased();
        counts[CREATING][place] = now.creating();
        counts[ACQUIRED][place] = difference(previous.acquired(), now.acquired());
        counts[CREATED][place] = difference(previous.created(), now.created());
        counts[FAILED][place] = difference(previous.creationFailures(), now.creationFailures());
        counts[TIMEOUTS][place] = difference(previous.timeouts(), now.timeouts());
        counts[REFUSED][place] = difference(previous.refused(), now.refused());
        counts[SPAN][place] = Math.max(1, difference(previous.atMillis(), now.atMillis()));
        now.waiting().forEach((lane, number) -> waiting[lane.lane()][place] = number);
        long[] ended = waits.clone();
        for (int i = 0; i < ended.length; i++) {
            ended[i] -= waitsBefore[i];
        }
        p50[place] = (float) (WaitHistogram.percentile(ended, 0.5) / NANOS);
        p99[place] = (float) (WaitHistogram.percentile(ended, 0.99) / NANOS);
    }

    private static int difference(long earlier, long later) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(0, later - earlier));
    }

    /**
     * Returns the samples after the one of this number, oldest first. A number beyond the latest sample is of an earlier
     * run of the service, and returns all.
     */
    public synchronized PoolHistory since(String pool, long sequence) {
        long oldest = Math.max(0, last - KEPT);
        long from = sequence > last ? oldest : Math.max(oldest, sequence);
        int[] places = new int[(int) (last - from)];
        for (int i = 0; i < places.length; i++) {
            places[i] = (int) ((from + i) % KEPT);
        }
        return new PoolHistory(
                pool,
                last,
                times(places),
                column(counts, TOTAL, places),
                column(counts, LEASED, places),
                idle(places),
                column(counts, CREATING, places),
                waiting(places),
                rates(places),
                seconds(p50, places),
                seconds(p99, places),
                column(counts, CREATED, places),
                column(counts, FAILED, places),
                column(counts, TIMEOUTS, places),
                column(counts, REFUSED, places));
    }

    /** Returns the sums of the samples of the last seconds. */
    public synchronized RecentCounts recent(int samples) {
        long acquired = 0;
        long created = 0;
        long failed = 0;
        long timeouts = 0;
        long refused = 0;
        for (long number = Math.max(0, last - Math.min(KEPT, samples)); number < last; number++) {
            int place = (int) (number % KEPT);
            acquired += counts[ACQUIRED][place];
            created += counts[CREATED][place];
            failed += counts[FAILED][place];
            timeouts += counts[TIMEOUTS][place];
            refused += counts[REFUSED][place];
        }
        return new RecentCounts(acquired, created, failed, timeouts, refused);
    }

    private List<Double> times(int[] places) {
        List<Double> column = new ArrayList<>(places.length);
        for (int place : places) {
            column.add(at[place] / MILLIS);
        }
        return column;
    }

    private static List<Integer> column(int[][] table, int row, int[] places) {
        List<Integer> column = new ArrayList<>(places.length);
        for (int place : places) {
            column.add(table[row][place]);
        }
        return column;
    }

    private List<Integer> idle(int[] places) {
        List<Integer> column = new ArrayList<>(places.length);
        for (int place : places) {
            column.add(Math.max(0, counts[TOTAL][place] - counts[LEASED][place]));
        }
        return column;
    }

    private Map<Priority, List<Integer>> waiting(int[] places) {
        Map<Priority, List<Integer>> lanes = new EnumMap<>(Priority.class);
        for (Priority lane : Priority.values()) {
            lanes.put(lane, column(waiting, lane.lane(), places));
        }
        return lanes;
    }

    private List<Double> rates(int[] places) {
        List<Double> column = new ArrayList<>(places.length);
        for (int place : places) {
            double rate = counts[ACQUIRED][place] * MILLIS / counts[SPAN][place];
            column.add(Math.round(rate * 10) / 10.0);
        }
        return column;
    }

    private static List<Double> seconds(float[] values, int[] places) {
        List<Double> column = new ArrayList<>(places.length);
        for (int place : places) {
            column.add(Math.round(values[place] * 1e6) / 1e6);
        }
        return column;
    }
}
