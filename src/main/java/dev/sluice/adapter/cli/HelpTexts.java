package dev.sluice.adapter.cli;

/** Texts that the help of several commands has in common. */
final class HelpTexts {

    static final String POOL = "The pool; the default one if it is left out.";
    static final String JSON = "Print the answer of the service, in JSON.";
    static final String EXIT_CODES =
            "%nEnds with 0; 1 if the service refused or failed; 2 if the command makes no sense or there is no such pool;"
                    + " 3 if the service cannot be reached.";

    private HelpTexts() {}
}
