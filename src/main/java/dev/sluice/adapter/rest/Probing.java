package dev.sluice.adapter.rest;

/** The parameter of readings that says whether a reading may validate a connection of a quiet pool. */
final class Probing {

    static final String PARAMETER = "probe";

    static final String DESCRIPTION =
            "False answers at once with the known state and validates no connection: for readers"
                    + " that repeat, such as the console. With false alone, the death of the database of an idle pool"
                    + " is noticed only by the background validation (default true).";

    private Probing() {}

    static boolean isWanted(String text) {
        return Parameters.flag(PARAMETER, text);
    }
}
