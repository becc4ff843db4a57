package dev.sluice.adapter.cli.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.AutoComplete;
import picocli.CommandLine;

/** Completion scripts and manual pages of a command and all commands below it. */
public final class ShellFiles {

    /** The shells that have a completion script. */
    public enum Shell {
        /** GNU Bash. */
        BASH("share/bash-completion/completions/%s"),
        /** Z shell: its own completion of bash reads the script. */
        ZSH("share/zsh/%s.zsh"),
        /** The friendly interactive shell. */
        FISH("share/fish/vendor_completions.d/%s.fish");

        private final String place;

        Shell(String place) {
            this.place = place;
        }
    }

    private ShellFiles() {}

    /** Returns the completion script. */
    public static String completion(Shell shell, CommandLine main) {
        return shell == Shell.FISH ? FishCompletion.of(main) : AutoComplete.bash(main.getCommandName(), main);
    }

    /** Writes all files below the directory, at the places where packages have them. */
    public static void write(CommandLine main, Path directory) throws IOException {
        for (Shell shell : Shell.values()) {
            write(directory.resolve(shell.place.formatted(main.getCommandName())), completion(shell, main));
        }
        manual(main, directory.resolve("share/man/man1"));
    }

    private static void manual(CommandLine command, Path directory) throws IOException {
        write(directory.resolve(ManualPage.name(command) + ".1"), ManualPage.of(command));
        for (CommandLine below : command.getSubcommands().values()) {
            manual(below, directory);
        }
    }

    private static void write(Path file, String text) throws IOException {
        Path directory = file.getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Files.writeString(file, text);
    }
}
