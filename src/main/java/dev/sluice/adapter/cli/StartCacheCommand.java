package dev.sluice.adapter.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code sluice start-cache}, for the help, the completion and the manual pages. The launcher runs the command itself,
 * since only a JVM that begins can record its classes.
 */
@Command(
        name = "start-cache",
        description =
                "Starts the service once, on a free port and without the configured pools, and keeps the classes that"
                        + " the JVM reads in the directory cache of the application (55 to 80 MB). Later starts with the same Java"
                        + " take about half the time. Needs the right to write this directory, and about 15 s.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class)
public final class StartCacheCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Objects.requireNonNull(spec)
                .commandLine()
                .getErr()
                .println("start-cache is a command of the launcher: bin/sluice start-cache");
        return ExitCode.USAGE;
    }
}
