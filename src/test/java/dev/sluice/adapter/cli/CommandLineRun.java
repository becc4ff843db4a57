package dev.sluice.adapter.cli;

/** Runs a command against a service, for tests of other packages. */
public final class CommandLineRun {

    private CommandLineRun() {}

    /** Returns the exit code. */
    public static int run(String url, String... words) {
        return Ran.patient(url, new Steps().surroundings(), words).code();
    }
}
