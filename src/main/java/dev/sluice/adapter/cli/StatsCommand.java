package dev.sluice.adapter.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/**
 * {@code sluice stats}: the numbers of one pool or of all pools. With {@code --watch} the reading repeats until the
 * command is interrupted or a reading fails.
 */
@Command(
        name = "stats",
        description = "Shows the numbers of a pool, or of all.",
        sortOptions = false,
        footer = HelpTexts.EXIT_CODES)
public final class StatsCommand extends ServiceCommand {

    @Parameters(index = "0", arity = "0..1", paramLabel = "POOL", description = HelpTexts.POOL)
    private @Nullable String pool;

    @Option(names = "--all", description = "All pools, a line for each.")
    private boolean all;

    @Option(names = "--json", description = HelpTexts.JSON)
    private boolean json;

    @Option(
            names = "--watch",
            arity = "0..1",
            paramLabel = "SECONDS",
            fallbackValue = "2",
            preprocessor = AttachedValue.class,
            converter = CommandDuration.class,
            description = HelpTexts.WATCH)
    private @Nullable Duration watch;

    /** Creates the command with the environment of this process. */
    public StatsCommand() {
        this(CommandEnvironment.ofProcess());
    }

    StatsCommand(CommandEnvironment surroundings) {
        super(surroundings);
    }

    @Override
    boolean isJson() {
        return json;
    }

    @Override
    void run(Remote remote) throws RemoteFailure, InterruptedException {
        if (all && pool != null) {
            throw new ParameterException(spec().commandLine(), "name a pool, or list all with --all; not both");
        }
        show(remote);
        while (watch != null) {
            surroundings.pause(watch);
            if (!json) {
                out().println();
            }
            show(remote);
        }
    }

    private void show(Remote remote) throws RemoteFailure, InterruptedException {
        List<PoolReading> readings = new ArrayList<>();
        if (all) {
            readings.addAll(PoolReading.all(remote));
        } else {
            readings.add(PoolReading.of(remote.get(ApiPaths.of(pool, "stats"))));
        }
        if (json) {
            String texts = readings.stream().map(PoolReading::text).collect(Collectors.joining(","));
            json(all ? "[" + texts + "]" : texts);
        } else {
            (all
                            ? StatsText.all(readings, surroundings.hasColours())
                            : StatsText.one(readings.get(0), surroundings.hasColours()))
                    .forEach(out()::println);
        }
        out().flush();
    }
}
