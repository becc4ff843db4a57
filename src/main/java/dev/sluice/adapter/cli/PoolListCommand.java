package dev.sluice.adapter.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** A command that shows a list of one pool. */
abstract class PoolListCommand extends ReadingCommand {

    @Parameters(index = "0", arity = "0..1", paramLabel = "POOL", description = HelpTexts.POOL)
    private @Nullable String pool;

    private final String list;

    /**
     * @param list the last part of the path of the list
     */
    PoolListCommand(CommandEnvironment surroundings, String list) {
        super(surroundings);
        this.list = list;
    }

    /** Returns the query of the list. */
    abstract RequestQuery query();

    @Override
    final String path() {
        return ApiPaths.of(pool, list) + query().text();
    }
}
