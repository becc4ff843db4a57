package dev.sluice.adapter.cli;

import java.util.List;

/** Runs a command against a service, for tests of other packages. */
public final class CommandLineRun {

    private CommandLineRun() {}

    /** Returns the exit code. */
    public static int run(String url, String... words) {
        return Ran.patient(url, new Steps().surroundings(), words).code();
    }

    /** Returns the lines that the command prints. */
    public static List<String> lines(String url, String... words) {
        return Ran.patient(url, new Steps().surroundings(), words).lines();
    }
}
