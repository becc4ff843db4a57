package dev.sluice.bench;

/**
 * A line of the table.
 *
 * @param key of the figure
 * @param label what it is, with its unit
 * @param better which is better
 * @param goal what Sluice is to reach, or empty
 */
record Row(String key, String label, Better better, String goal) {

    /** Which of two figures is better. */
    enum Better {
        HIGHER,
        LOWER,
        /** A ratio of them says nothing. */
        NOT_COMPARED
    }

    static Row higher(String key, String label) {
        return new Row(key, label, Better.HIGHER, "");
    }

    static Row lower(String key, String label) {
        return new Row(key, label, Better.LOWER, "");
    }

    static Row plain(String key, String label) {
        return new Row(key, label, Better.NOT_COMPARED, "");
    }

    Row goal(String newGoal) {
        return new Row(key, label, better, newGoal);
    }
}
