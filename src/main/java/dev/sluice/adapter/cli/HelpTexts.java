package dev.sluice.adapter.cli;

/** Texts that the help of several commands has in common. */
final class HelpTexts {

    static final String POOL = "Name of the pool (default: the pool 'default').";
    static final String BATCH = "Id of the batch, as sluice batch list shows it.";
    static final String LANE = "Only requests of this lane: CRITICAL, HIGH, NORMAL, LOW or BACKGROUND.";
    static final String JSON = "Print the answer of the service, in JSON.";
    static final String WATCH =
            "Repeats at this interval in seconds (default: 2), until interrupted or a request fails.";
    static final String EXIT_CODES =
            "%nEnds with 0; 1 if the service refused or failed; 2 if the command is invalid or the pool is unknown;"
                    + " 3 if the service cannot be reached.";

    private HelpTexts() {}
}
