package dev.sluice.adapter.cli.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page of one command, in the format of man(7). */
final class ManualPage {

    private final List<String> lines = new ArrayList<>();

    private ManualPage() {}

    /** Returns the name of the page: {@code sluice-batch-list}. */
    static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName("-");
    }

    /** Returns the page. */
    static String of(CommandLine command) {
        ManualPage page = new ManualPage();
        page.write(command.getCommandSpec());
        return String.join("\n", page.lines) + "\n";
    }

    private void write(CommandSpec command) {
        String name = command.qualifiedName("-");
        lines.add(".TH " + quoted(name.toUpperCase(Locale.ROOT)) + " 1 \"\" \"Sluice\" \"Commands of Sluice\"");
        section("NAME", escaped(name) + " \\- " + escaped(Texts.summary(command)));
        section("SYNOPSIS", synopsis(command));
        section("DESCRIPTION", escaped(Texts.description(command.usageMessage().description())));
        if (!command.positionalParameters().isEmpty()) {
            lines.add(".SH PARAMETERS");
            command.positionalParameters().forEach(this::parameter);
        }
        lines.add(".SH OPTIONS");
        command.options().stream().filter(each -> !each.hidden()).forEach(this::option);
        if (!command.subcommands().isEmpty()) {
            lines.add(".SH COMMANDS");
            command.subcommands()
                    .forEach((sub, below) -> entry(
                            "\\fB" + escaped(below.getCommandSpec().qualifiedName("-")) + "\\fR(1)",
                            Texts.summary(below.getCommandSpec())));
        }
        String footer = Texts.description(command.usageMessage().footer());
        if (!footer.isEmpty()) {
            section("EXIT STATUS", escaped(footer));
        }
        if (command.parent() != null) {
            section("SEE ALSO", "\\fB" + escaped(command.parent().qualifiedName("-")) + "\\fR(1)");
        }
    }

    private static String synopsis(CommandSpec command) {
        StringBuilder words = new StringBuilder("\\fB" + escaped(command.qualifiedName(" ")) + "\\fR");
        if (!command.options().isEmpty()) {
            words.append(" [\\fIOPTION\\fR]...");
        }
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            String label = "\\fI" + escaped(parameter.paramLabel()) + "\\fR";
            String shown = parameter.arity().min() == 0 ? "[" + label + "]" : label;
            words.append(" ").append(shown).append(parameter.arity().isVariable() ? "..." : "");
        }
        return words + (command.subcommands().isEmpty() ? "" : " [\\fICOMMAND\\fR]");
    }

    private void parameter(PositionalParamSpec parameter) {
        entry("\\fI" + escaped(parameter.paramLabel()) + "\\fR", Texts.description(parameter.description()));
    }

    private void option(OptionSpec option) {
        List<String> names = new ArrayList<>();
        for (String name : option.names()) {
            names.add("\\fB" + escaped(name) + "\\fR");
        }
        String label = option.arity().max() == 0 ? "" : "=\\fI" + escaped(option.paramLabel()) + "\\fR";
        String shown = option.arity().min() == 0 && !label.isEmpty() ? "[" + label + "]" : label;
        entry(String.join(", ", names) + shown, Texts.description(option.description()));
    }

    private void entry(String term, String text) {
        lines.add(".TP");
        lines.add(term);
        lines.add(escaped(text));
    }

    private void section(String heading, String text) {
        lines.add(".SH " + quoted(heading));
        lines.add(text);
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\"", "\\(dq") + "\"";
    }

    /** Escapes text, so that no line is read as a request and no dash as a hyphen. */
    private static String escaped(String text) {
        String plain = text.replace("\\", "\\e").replace("-", "\\-").replace('\n', ' ');
        return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
    }
}
