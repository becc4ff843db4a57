package dev.sluice.adapter.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/** A command that was run: what it ended with, and what it printed. */
record Ran(int code, String out, String err) {

    /** Runs it, alone or below another one. */
    static Ran of(Object command, String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(words);
        return new Ran(code, out.toString(), err.toString());
    }

    /** The command by its name, against that service, with a timeout that only a failure reaches. */
    static Ran patient(String url, CommandEnvironment surroundings, String... words) {
        boolean limited = Stream.of(words).anyMatch("--timeout"::equals);
        Stream<String> limit = limited ? Stream.empty() : Stream.of("--timeout", "60");
        return at(url, surroundings, Stream.concat(Stream.of(words), limit).toArray(String[]::new));
    }

    /** The command by its name, against that service. */
    static Ran at(String url, CommandEnvironment surroundings, String... words) {
        String[] rest =
                Stream.concat(Stream.of(words).skip(1), Stream.of("--url", url)).toArray(String[]::new);
        return of(command(words[0], surroundings), rest);
    }

    static ServiceCommand command(String name, CommandEnvironment surroundings) {
        return switch (name) {
            case "stats" -> new StatsCommand(surroundings);
            case "reset" -> new ResetCommand(surroundings);
            case "do" -> new DoCommand(surroundings);
            case "policy" -> new PolicyCommand(surroundings);
            case "what-if" -> new WhatIfCommand(surroundings);
            case "why" -> new WhyCommand(surroundings);
            case "top" -> new TopCommand(surroundings);
            case "demo" -> new DemoCommand(surroundings);
            case "audit" -> new AuditCommand(surroundings);
            case "pools" -> new PoolsCommand(surroundings);
            case "waiters" -> new WaitersCommand(surroundings);
            case "holders" -> new HoldersCommand(surroundings);
            case "leaks" -> new LeaksCommand(surroundings);
            case "events" -> new EventsCommand(surroundings);
            case "operations" -> new OperationsCommand(surroundings);
            case "batch-list" -> new BatchListCommand(surroundings);
            case "batch-show" -> new BatchShowCommand(surroundings);
            case "batch-pause" -> new BatchOrderCommand.Pause(surroundings);
            default -> throw new IllegalArgumentException(name);
        };
    }

    List<String> lines() {
        return out.lines().toList();
    }
}
