package dev.sluice.adapter.cli.shell;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The completion script for fish. The parser of the commands has scripts for bash and zsh only. */
final class FishCompletion {

    private final List<String> lines = new ArrayList<>();
    private final String program;

    private FishCompletion(String program) {
        this.program = program;
    }

    /** Returns the script for the command and all commands below it. */
    static String of(CommandLine main) {
        FishCompletion script = new FishCompletion(main.getCommandName());
        script.lines.add("# Completion of " + script.program + " for fish, generated from its commands.");
        script.lines.add("complete -c " + script.program + " -f");
        script.add(main, List.of());
        return String.join("\n", script.lines) + "\n";
    }

    private void add(CommandLine command, List<String> path) {
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (!option.hidden()) {
                lines.add(start(path, command) + option(option));
            }
        }
        command.getSubcommands().forEach((name, below) -> {
            lines.add(start(path, command) + " -a " + name + " -d " + quoted(Texts.summary(below.getCommandSpec())));
            List<String> inside = new ArrayList<>(path);
            inside.add(name);
            add(below, inside);
        });
    }

    /** Returns the condition that the line has the commands of the path, and none below them. */
    private String start(List<String> path, CommandLine command) {
        List<String> conditions = new ArrayList<>();
        path.forEach(name -> conditions.add("__fish_seen_subcommand_from " + name));
        if (!command.getSubcommands().isEmpty()) {
            conditions.add("not __fish_seen_subcommand_from "
                    + String.join(" ", command.getSubcommands().keySet()));
        }
        return "complete -c " + program + " -n " + quoted(String.join("; and ", conditions));
    }

    private static String option(OptionSpec option) {
        StringBuilder words = new StringBuilder();
        for (String name : option.names()) {
            words.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^--?", ""));
        }
        boolean isFile = option.paramLabel().equals("FILE");
        words.append(option.arity().min() == 0 ? "" : isFile ? " -r -F" : " -x");
        return words + " -d " + quoted(Texts.description(option.description()));
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
