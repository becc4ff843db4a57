package dev.sluice.adapter.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * The commands by their names. A process makes the given command only, because reading the declarations of all commands
 * takes most of the time of a short one.
 */
final class CommandNames {

    private static final Map<String, Consumer<CommandLine>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("pools", line -> line.addSubcommand(new PoolsCommand()));
        ALL.put("stats", line -> line.addSubcommand(new StatsCommand()));
        ALL.put("top", line -> line.addSubcommand(new TopCommand()));
        ALL.put("waiters", line -> line.addSubcommand(new WaitersCommand()));
        ALL.put("holders", line -> line.addSubcommand(new HoldersCommand()));
        ALL.put("leaks", line -> line.addSubcommand(new LeaksCommand()));
        ALL.put("events", line -> line.addSubcommand(new EventsCommand()));
        ALL.put("operations", line -> line.addSubcommand(new OperationsCommand()));
        ALL.put("why", line -> line.addSubcommand(new WhyCommand()));
        ALL.put("do", line -> line.addSubcommand(new DoCommand()));
        ALL.put("reset", line -> line.addSubcommand(new ResetCommand()));
        ALL.put("policy", line -> line.addSubcommand(new PolicyCommand()));
        ALL.put("what-if", line -> line.addSubcommand(new WhatIfCommand()));
        ALL.put(BatchCommand.NAME, CommandNames::addBatch);
        ALL.put("audit", line -> line.addSubcommand(new AuditCommand()));
        ALL.put("login", line -> line.addSubcommand(new LoginCommand()));
        ALL.put("hash-token", line -> line.addSubcommand(new HashTokenCommand()));
        ALL.put("hash-password", line -> line.addSubcommand(new HashPasswordCommand()));
        ALL.put("demo", line -> line.addSubcommand(new DemoCommand()));
        ALL.put("start-cache", line -> line.addSubcommand(new StartCacheCommand()));
        ALL.put("completion", line -> line.addSubcommand(new CompletionCommand()));
    }

    private CommandNames() {}

    /** Adds the named command, or all commands if there is none of that name. */
    static void add(CommandLine main, @Nullable String name) {
        Consumer<CommandLine> command = name == null ? null : ALL.get(name);
        if (command == null) {
            ALL.values().forEach(each -> each.accept(main));
        } else {
            command.accept(main);
        }
    }

    private static void addBatch(CommandLine main) {
        CommandEnvironment surroundings = CommandEnvironment.ofProcess();
        CommandLine batch = new CommandLine(new BatchCommand())
                .addSubcommand(new BatchListCommand(surroundings))
                .addSubcommand(new BatchShowCommand(surroundings))
                .addSubcommand(new BatchOrderCommand.Pause(surroundings))
                .addSubcommand(new BatchOrderCommand.Resume(surroundings))
                .addSubcommand(new BatchOrderCommand.Cancel(surroundings))
                .addSubcommand(new BatchOrderCommand.RetryFailed(surroundings));
        BatchOptions.addSettings(batch.getCommandSpec());
        main.addSubcommand(batch);
    }
}
