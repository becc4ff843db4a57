package dev.sluice.adapter.cli;

import java.time.Duration;

/** Reads single values as the command line does, for tests of other packages. */
public final class CommandLineValues {

    private CommandLineValues() {}

    /** Reads the value of {@code --timeout} or {@code --interval}. */
    public static Duration seconds(String text) {
        return new CommandDuration().convert(text);
    }
}
