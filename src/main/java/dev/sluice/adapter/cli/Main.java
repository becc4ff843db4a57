package dev.sluice.adapter.cli;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/**
 * The main class of the service, which serves unless a command is given. Applications that embed the jar have their own
 * main class; this class is selected only by its name.
 *
 * <p>The launcher of the distribution starts commands with this class, too, on a class path without Quarkus. So nothing
 * but serving and the local batch may refer to Quarkus here.
 */
@QuarkusMain(name = "sluice")
@Command(
        name = "sluice",
        description = "A connection-pool service that can be operated. Without a command it serves.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        synopsisSubcommandLabel = "[COMMAND]")
public final class Main implements Runnable {

    /** The argument with which the launcher lets the JVM record a start. */
    private static final String START_REHEARSAL = "rehearse-start";

    /** Serves, or runs the command and ends with its exit code. */
    public static void main(String... args) {
        if (args.length == 0) {
            StartRefusals.begin();
            Quarkus.run();
        } else if (args[0].equals(START_REHEARSAL)) {
            StartRehearsal.begin();
        } else {
            System.exit(commandLine(args[0]).execute(args));
        }
    }

    /** Returns the command line with all commands. */
    static CommandLine commandLine() {
        return commandLine(null);
    }

    /** Returns the command line with the named command, or with all commands if there is none of that name. */
    static CommandLine commandLine(@Nullable String command) {
        CommandLine main = new CommandLine(new Main());
        CommandNames.add(main, command);
        return main.setCaseInsensitiveEnumValuesAllowed(true) // for all commands, so after they are added
                .setParameterExceptionHandler(Main::refuse);
    }

    /** Prints the refusal in one line, without the help. */
    private static int refuse(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(UsageProblem.text(e));
        command.getErr().println("Try '" + name + " --help'");
        return ExitCode.USAGE;
    }

    @Override
    public void run() {
        StartRefusals.begin();
        Quarkus.run();
    }
}
