package dev.sluice.adapter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code sluice pools}: the pools of the service, with their readiness. */
@Command(
        name = "pools",
        description = "Lists the pools with their states, sizes and readiness.",
        sortOptions = false,
        footer = HelpTexts.EXIT_CODES)
public final class PoolsCommand extends ReadingCommand {

    /** Creates the command with the environment of this process. */
    public PoolsCommand() {
        this(CommandEnvironment.ofProcess());
    }

    PoolsCommand(CommandEnvironment surroundings) {
        super(surroundings);
    }

    @Override
    String path() {
        return ApiPaths.POOLS;
    }

    @Override
    List<String> lines(JsonNode answer) throws RemoteProblem {
        TextTable table = new TextTable(
                "POOL", "STATE", "READINESS", ">TOTAL", ">MAX", ">LEASED", ">IDLE", ">WAITING", ">USED", "REASON");
        for (JsonNode pool : array(answer, "pools")) {
            String readiness = text(pool, "readiness");
            table.row(
                            text(pool, "name"),
                            text(pool, "state"),
                            readiness,
                            text(pool, "total"),
                            text(pool, "maxConnections"),
                            text(pool, "inUse"),
                            text(pool, "available"),
                            text(pool, "waiting"),
                            Math.round(100 * pool.path("utilization").asDouble()) + "%",
                            text(pool, "reason"))
                    .painted(pool.path("ready").asBoolean() ? Paint.of(readiness) : Paint.FAILURE);
        }
        return table.lines(surroundings.hasColours());
    }
}
