package dev.sluice.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The goal of a row: conditions on Sluice's figure, all of which must hold. The text is the goal: {@code ≤ 5} is a
 * number, {@code ≥ 1.1 × Agroal} and {@code ≤ 1/3 × Agroal} are multiples of the figure of a peer, {@code ≥ best} is the
 * best figure of the peers: the highest for ≥, the lowest for ≤. {@code ≤ same + 0.3} is the figure of a peer plus a
 * number in the unit of the row. Conditions are separated by commas. Immutable.
 *
 * <p>A name with a dot, {@code free-1.rate}, is Sluice's figure of another row.
 */
final class Goal {

    private static final String BEST = "best";
    private static final Pattern CONDITION = Pattern.compile("([≥≤<=]) (?:(\\d+(?:\\.\\d+)?)(?:/(\\d+))?)?(?: × )?"
            + "(?:([A-Za-z][^+]*?)(?: \\+ (\\d+(?:\\.\\d+)?))?)?");

    private final String text;
    private final List<Condition> conditions;

    private Goal(String text, List<Condition> conditions) {
        this.text = text;
        this.conditions = conditions;
    }

    /** The outcome of a comparison. */
    enum Verdict {
        /** All conditions hold. */
        MET("MET"),
        /** A condition does not hold. */
        MISSED("MISSED"),
        /** No measured condition fails, but a figure that a condition needs is missing. */
        NOT_MEASURED("NOT MEASURED");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * A condition.
     *
     * @param sign ≥, ≤, &lt; or =
     * @param factor the number, or the factor of the peer's figure
     * @param peer the name of the peer, {@code best}, or null for a number alone
     * @param addend added to the multiple of the peer's figure
     */
    private record Condition(String sign, double factor, String peer, double addend) {

        static Condition of(String text) {
            Matcher parts = CONDITION.matcher(text);
            if (!parts.matches() || (parts.group(2) == null && parts.group(4) == null)) {
                throw new IllegalArgumentException("not a goal: " + text);
            }
            double number = parts.group(2) == null ? 1 : Double.parseDouble(parts.group(2));
            double divisor = parts.group(3) == null ? 1 : Double.parseDouble(parts.group(3));
            double addend = parts.group(5) == null ? 0 : Double.parseDouble(parts.group(5));
            return new Condition(parts.group(1), number / divisor, parts.group(4), addend);
        }

        Verdict verdict(double ours, Map<String, Double> figures, Set<String> peers) {
            if (peer == null) {
                return holds(ours, factor);
            }
            if (!peer.equals(BEST)) {
                Double theirs = figures.get(peer);
                return isFigure(theirs) ? holds(ours, factor * theirs + addend) : Verdict.NOT_MEASURED;
            }
            List<Verdict> each = peers.stream()
                    .map(name -> new Condition(sign, factor, name, addend).verdict(ours, figures, Set.of()))
                    .toList();
            return each.isEmpty() ? Verdict.NOT_MEASURED : all(each.stream());
        }

        private Verdict holds(double ours, double limit) {
            boolean holds = switch (sign) {
                case "≥" -> ours >= limit;
                case "≤" -> ours <= limit;
                case "<" -> ours < limit;
                default -> ours == limit;
            };
            return holds ? Verdict.MET : Verdict.MISSED;
        }
    }

    /**
     * Reads a goal.
     *
     * @throws IllegalArgumentException if the text is no goal
     */
    static Goal of(String text) {
        return new Goal(text, Arrays.stream(text.split(", ")).map(Condition::of).toList());
    }

    /** Returns the goal of a row without one. */
    static Goal none() {
        return new Goal("", List.of());
    }

    /** Returns whether there is a goal. */
    boolean exists() {
        return !conditions.isEmpty();
    }

    /**
     * Compares figures with the goal. A condition that fails beside the measured peers is missed, whatever the missing
     * peers would have reached.
     *
     * @param ours the name of the figure with the goal
     * @param figures the figures by the names of the pools; NaN and infinity count as missing
     * @param peers the pools that {@code best} means, measured or not
     */
    Verdict verdict(String ours, Map<String, Double> figures, Set<String> peers) {
        Double figure = figures.get(ours);
        return isFigure(figure)
                ? all(conditions.stream().map(each -> each.verdict(figure, figures, peers)))
                : Verdict.NOT_MEASURED;
    }

    private static boolean isFigure(Double figure) {
        return figure != null && Double.isFinite(figure);
    }

    private static Verdict all(Stream<Verdict> verdicts) {
        Set<Verdict> found = Set.copyOf(verdicts.toList());
        if (found.contains(Verdict.MISSED)) {
            return Verdict.MISSED;
        }
        return found.contains(Verdict.NOT_MEASURED) ? Verdict.NOT_MEASURED : Verdict.MET;
    }

    @Override
    public String toString() {
        return text;
    }
}
