package dev.sluice.adapter.cli;

/** Texts that the help of several commands has in common. */
final class HelpTexts {

    static final String POOL = "Name of the pool (default: the pool 'default').";
    static final String JSON = "Print the answer of the service, in JSON.";
    static final String EXIT_CODES =
            "%nEnds with 0; 1 if the service refused or failed; 2 if the command is invalid or the pool is unknown;"
                    + " 3 if the service cannot be reached.";

    private HelpTexts() {}
}
