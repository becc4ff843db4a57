package dev.sluice.bench;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/** Arithmetic and looks of figures. */
final class Numbers {

    private Numbers() {}

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** With two or three digits that mean something. */
    static String show(double value) {
        double size = Math.abs(value);
        if (size == Math.rint(size) && size < 1e9) {
            return String.valueOf((long) value);
        }
        if (size < 0.1) {
            return new BigDecimal(value).round(new MathContext(2)).toPlainString();
        }
        String format = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }
}
