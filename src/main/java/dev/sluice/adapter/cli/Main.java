package dev.sluice.adapter.cli;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/**
 * The main class of the service, which serves unless a command is given. Applications that embed the jar have their own
 * main class; this class is selected only by its name.
 */
@QuarkusMain(name = "sluice")
@Command(
        name = "sluice",
        description = "A connection-pool service that can be operated. Without a command it serves.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        synopsisSubcommandLabel = "[COMMAND]",
        subcommands = {
            BatchCommand.class,
            StatsCommand.class,
            ResetCommand.class,
            DoCommand.class,
            PolicyCommand.class,
            WhatIfCommand.class,
            WhyCommand.class,
            TopCommand.class,
            AuditCommand.class,
            HashTokenCommand.class,
            HashPasswordCommand.class
        })
public final class Main implements Runnable {

    /** Serves, or runs the command and ends with its exit code. */
    public static void main(String... args) {
        StartRefusals.begin();
        if (args.length == 0) {
            Quarkus.run();
        } else {
            System.exit(commandLine().execute(args));
        }
    }

    static CommandLine commandLine() {
        CommandLine main = new CommandLine(new Main()).setParameterExceptionHandler(Main::refuse);
        BatchOptions.addSettings(Objects.requireNonNull(main.getSubcommands().get(BatchCommand.NAME))
                .getCommandSpec());
        return main;
    }

    /** Prints the refusal in one line, without the help. */
    private static int refuse(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(PlainText.text(String.valueOf(e.getMessage())));
        command.getErr().println("Try '" + name + " --help'");
        return ExitCode.USAGE;
    }

    @Override
    public void run() {
        Quarkus.run();
    }
}
