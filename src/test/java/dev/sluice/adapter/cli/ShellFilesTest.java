package dev.sluice.adapter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.adapter.cli.shell.ShellFiles;
import dev.sluice.adapter.cli.shell.ShellFiles.Shell;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Tag("service")
class ShellFilesTest {

    @TempDir
    Path directory;

    private final CommandLine main = Main.commandLine();

    private static List<CommandLine> all(CommandLine command) {
        List<CommandLine> all = new ArrayList<>(List.of(command));
        command.getSubcommands().values().forEach(below -> all.addAll(all(below)));
        return all;
    }

    @Test
    @DisplayName("every command has a manual page with its options, and every text in it is one line")
    void manual() throws IOException {
        ShellFiles.write(main, directory);
        for (CommandLine command : all(main)) {
            Path page = directory
                    .resolve("share/man/man1")
                    .resolve(command.getCommandSpec().qualifiedName("-") + ".1");
            String text = Files.readString(page);
            assertThat(text).as(page.toString()).contains(".SH \"NAME\"", ".SH \"SYNOPSIS\"", ".SH OPTIONS");
            command.getCommandSpec().options().stream()
                    .filter(option -> !option.hidden())
                    .forEach(option -> assertThat(text)
                            .contains("\\fB" + option.longestName().replace("-", "\\-") + "\\fR"));
            assertThat(text.lines().filter(line -> line.startsWith(".") && !line.matches("\\.(TH|SH|TP)( .*)?")))
                    .isEmpty();
        }
    }

    @Test
    @DisplayName("every command has a description in its help")
    void descriptions() {
        for (CommandLine command : all(main)) {
            assertThat(command.getCommandSpec().usageMessage().description())
                    .as(command.getCommandName())
                    .isNotEmpty();
        }
    }

    @Test
    @DisplayName("the script for bash is valid bash, and completes commands and options")
    @DisabledOnOs(OS.WINDOWS)
    void bash() throws Exception {
        Path script = Files.writeString(directory.resolve("sluice"), ShellFiles.completion(Shell.BASH, main));
        assertThat(bash("-n", script.toString())).isEmpty();
        assertThat(completed(script, "sluice", "wa")).containsExactly("waiters");
        assertThat(completed(script, "sluice", "pools", "--j")).containsExactly("--json");
        assertThat(completed(script, "sluice", "batch", "li")).contains("list");
    }

    private static List<String> completed(Path script, String... words) throws Exception {
        return bash(
                        "-c",
                        "source \"$0\"; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _complete_sluice 2>/dev/null;"
                                + " printf '%s\\n' \"${COMPREPLY[@]}\"",
                        script.toString(),
                        words)
                .lines()
                .map(String::strip)
                .toList();
    }

    private static String bash(String option, String first, String second, String... rest) throws Exception {
        List<String> words = new ArrayList<>(List.of("bash", option, first, second));
        words.addAll(List.of(rest));
        return output(words);
    }

    private static String bash(String option, String script) throws Exception {
        return output(List.of("bash", option, script));
    }

    private static String output(List<String> words) throws Exception {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    @Test
    @DisplayName("the script for fish has each command and each option, each in a line of balanced quotes")
    void fish() {
        String script = ShellFiles.completion(Shell.FISH, main);
        for (CommandLine command : main.getSubcommands().values()) {
            assertThat(script).contains(" -a " + command.getCommandName() + " -d ");
        }
        assertThat(script)
                .contains("complete -c sluice -n '__fish_seen_subcommand_from holders' -l statements -d ")
                .contains("__fish_seen_subcommand_from batch; and __fish_seen_subcommand_from list' -l url -x -d ");
        assertThat(script.lines())
                .allMatch(line ->
                        line.replace("\\'", "").chars().filter(c -> c == '\'').count() % 2 == 0);
    }

    @Test
    @DisplayName("a refused option of any command is a line with the way to its help")
    void refusal() {
        for (CommandLine command : main.getSubcommands().values()) {
            StringWriter err = new StringWriter();
            int code = Main.commandLine(command.getCommandName())
                    .setErr(new PrintWriter(err))
                    .execute(command.getCommandName(), "--nonsense");
            assertThat(code).isEqualTo(2);
            assertThat(err.toString().lines())
                    .hasSizeLessThanOrEqualTo(2)
                    .last()
                    .isEqualTo("Try 'sluice " + command.getCommandName() + " --help'");
        }
    }

    @Test
    @DisplayName("a process makes only the command that it is given, with the same declarations as among all")
    void single() {
        for (CommandLine command : main.getSubcommands().values()) {
            CommandLine alone = Main.commandLine(command.getCommandName());
            assertThat(alone.getSubcommands()).containsOnlyKeys(command.getCommandName());
            assertThat(alone.getSubcommands().get(command.getCommandName()).getUsageMessage())
                    .isEqualTo(command.getUsageMessage());
        }
        assertThat(Main.commandLine("unknown").getSubcommands()).hasSameSizeAs(main.getSubcommands());
    }
}
