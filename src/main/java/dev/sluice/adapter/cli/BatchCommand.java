package dev.sluice.adapter.cli;

import io.quarkus.runtime.Quarkus;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sluice batch}: runs a batch in this process, with the pools that its configuration names. */
@Command(
        name = BatchCommand.NAME,
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        sortOptions = false,
        description = {
            "Runs a batch over a pool of this configuration. Without --sql and --handler it is the demonstration:",
            "job n writes user n to the table sluice_demo_users.",
            "The commands below it show and change the batches of a running service."
        },
        footer = BatchCommand.EXIT_CODES)
public final class BatchCommand implements Callable<Integer> {

    static final String NAME = "batch";

    static final String EXIT_CODES =
            "%nExit code: 0 if every job is done; 1 if a job failed or the batch was stopped; 2 if the command is invalid"
                    + " or a required file, pool or handler is missing; 3 if the database was unavailable for longer than allowed.";

    /** Settings of the application for a batch command, unless a system property overrides them. */
    private static final Map<String, String> SETTINGS = Map.of(
            "quarkus.http.host-enabled", "false",
            "quarkus.log.console.stderr", "true",
            "quarkus.log.console.level", "ERROR",
            "quarkus.log.category.\"com.github.kagkarlsson\".level", "OFF", // the command prints its own messages
            "sluice.audit.enabled", "false", // the files of the port belong to its service
            "sluice.batch.distributed", "false"); // the command's own workers do its one batch

    @Mixin
    private final BatchOptions options = new BatchOptions();

    @Spec
    private @Nullable CommandSpec spec;

    BatchOptions options() {
        return options;
    }

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        StartRefusals.begin();
        options.check(command);
        SETTINGS.forEach((key, value) -> System.setProperty(key, System.getProperty(key, value)));
        AtomicInteger exitCode = new AtomicInteger(ExitCode.FAILED);
        String[] args = command.commandLine().getParseResult().originalArgs().toArray(String[]::new);
        Quarkus.run(
                BatchApplication.class,
                (code, failure) -> exitCode.set(failure == null ? code : refuse(command, failure)),
                args);
        return exitCode.get();
    }

    /** Reports that the application could not start, because its configuration is invalid. */
    private static int refuse(CommandSpec command, Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        PrintWriter err = command.commandLine().getErr();
        err.println("the application does not start: " + PlainText.text(String.valueOf(cause.getMessage())));
        err.flush();
        return ExitCode.USAGE;
    }
}
