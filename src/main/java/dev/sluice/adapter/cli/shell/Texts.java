package dev.sluice.adapter.cli.shell;

import picocli.CommandLine.Model.CommandSpec;

/** The texts of commands as plain sentences. */
final class Texts {

    private Texts() {}

    /** Returns the first line of the description. */
    static String summary(CommandSpec command) {
        String[] lines = command.usageMessage().description();
        return lines.length == 0 ? "" : plain(lines[0]);
    }

    /** Returns the lines of a description as one paragraph. */
    static String description(String[] lines) {
        return plain(String.join(" ", lines));
    }

    /** Returns the text without the escapes of the parser for a percent sign and a new line. */
    static String plain(String text) {
        return text.replace("%n", " ").replace("%%", "%").strip();
    }
}
