package dev.sluice.bench;

/**
 * A line of the table.
 *
 * @param key of the figure
 * @param label what it is, with its unit
 * @param better which is better
 * @param goal what Sluice is to reach, or no goal
 */
record Row(String key, String label, Better better, Goal goal) {

    /** Which of two figures is better. */
    enum Better {
        HIGHER,
        LOWER,
        /** A ratio of them says nothing. */
        NOT_COMPARED
    }

    static Row higher(String key, String label) {
        return new Row(key, label, Better.HIGHER, Goal.none());
    }

    static Row lower(String key, String label) {
        return new Row(key, label, Better.LOWER, Goal.none());
    }

    static Row plain(String key, String label) {
        return new Row(key, label, Better.NOT_COMPARED, Goal.none());
    }

    /** Returns the row with a goal, as {@link Goal#of} reads it; an empty text is no goal. */
    Row goal(String text) {
        return new Row(key, label, better, text.isEmpty() ? Goal.none() : Goal.of(text));
    }
}
