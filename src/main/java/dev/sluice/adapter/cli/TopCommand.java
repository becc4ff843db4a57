package dev.sluice.adapter.cli;

import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code sluice top}: all pools, live, until the command is interrupted. If the service cannot be reached, the board
 * reports that, and each reading tries again. With {@code --once} such a failure ends the command.
 */
@Command(
        name = "top",
        description = "Shows all pools, live, until it is interrupted.",
        sortOptions = false,
        footer = HelpTexts.EXIT_CODES)
public final class TopCommand extends ServiceCommand {

    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            defaultValue = "1",
            converter = CommandDuration.class,
            description = "Interval between two readings, in seconds (default: 1).")
    private Duration interval = Duration.ofSeconds(1);

    @Option(names = "--once", description = "Prints one reading and ends.")
    private boolean once;

    @Option(names = "--plain", description = "Prints readings one below the other, as without a terminal.")
    private boolean plain;

    /** Creates the command with the environment of this process. */
    public TopCommand() {
        this(CommandEnvironment.ofProcess());
    }

    TopCommand(CommandEnvironment surroundings) {
        super(surroundings);
    }

    @Override
    boolean isJson() {
        return false;
    }

    @Override
    void run(Remote remote) throws RemoteFailure, InterruptedException {
        TopBoard board = new TopBoard(remote, surroundings.ticker());
        if (once) {
            board.lines().forEach(out()::println);
            return;
        }
        try (Screen screen = new Screen(out(), surroundings.isTerminal() && !plain)) {
            while (true) {
                screen.show(board.linesOrFailure());
                surroundings.pause(interval);
            }
        }
    }
}
