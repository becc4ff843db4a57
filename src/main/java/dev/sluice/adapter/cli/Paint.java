package dev.sluice.adapter.cli;

/** The colours of the lines of a table: none unless the output is a terminal. Immutable. */
enum Paint {
    /** A line without a colour. */
    PLAIN(""),
    /** The names of the columns. */
    HEADER("1"),
    /** A line that needs attention: yellow. */
    WARNING("33"),
    /** A line about a failure: red. */
    FAILURE("31");

    private final String code;

    Paint(String code) {
        this.code = code;
    }

    /** Returns the line in this colour. */
    String on(String line) {
        return this == PLAIN || line.isEmpty() ? line : "\u001b[" + code + "m" + line + "\u001b[0m";
    }

    /** Returns the colour for the state of a pool, an operation or a batch; states of health have none. */
    static Paint of(String state) {
        return switch (state) {
            case "FAILED", "STOPPED", "DATABASE_LOST", "NOT_READY" -> FAILURE;
            case "PAUSED", "DRAINING", "DISABLED", "SATURATED", "INCOMPLETE", "CANCELLED", "STOPPING" -> WARNING;
            default -> PLAIN;
        };
    }
}
