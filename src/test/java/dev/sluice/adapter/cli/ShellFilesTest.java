package dev.sluice.adapter.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.adapter.cli.shell.ShellFiles;
import dev.sluice.adapter.cli.shell.ShellFiles.Shell;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

@Tag("service")
class ShellFilesTest {

    private static final int LIMIT_SECONDS = 40;

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
        process.getOutputStream().close();
        try {
            String output = CompletableFuture.supplyAsync(() -> text(process)).get(LIMIT_SECONDS, TimeUnit.SECONDS);
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            return output;
        } finally {
            process.destroyForcibly();
        }
    }

    private static String text(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @DisplayName("fish completes commands and options, with their descriptions")
    void inFish() throws Exception {
        assumeInstalled("fish");
        Path script = Files.writeString(directory.resolve("sluice.fish"), ShellFiles.completion(Shell.FISH, main));
        String ask = "source $argv[1]; for line in $argv[2..]; complete -C $line; end";
        assertThat(output(List.of(
                                "fish",
                                "--no-config",
                                "-c",
                                ask,
                                script.toString(),
                                "sluice wa",
                                "sluice batch li",
                                "sluice pools --j",
                                "sluice holders --stat"))
                        .lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("waiters\tLists the callers"),
                        line -> assertThat(line).startsWith("list\tLists the batches"),
                        line -> assertThat(line).startsWith("--json\t"),
                        line -> assertThat(line).startsWith("--statements\t"));
    }

    @ParameterizedTest
    @CsvSource({"sluice wai, waiters", "sluice batch li, list", "sluice pools --js, --json"})
    @DisplayName("zsh completes a command or an option when the tabulator is pressed")
    void inZsh(String typed, String completed) throws Exception {
        assumeInstalled("zsh");
        Path script = Files.writeString(directory.resolve("sluice.zsh"), ShellFiles.completion(Shell.ZSH, main));
        String press = """
                zmodload zsh/zpty
                zpty shell "TERM=dumb zsh -f -i"
                zpty -w shell "autoload -U compinit; compinit -u -D; source $1"
                zpty -w -n shell "$2"$'\t'
                zpty -r -m shell out "*$3*" && print found
                zpty -d shell""";
        assertThat(output(List.of("zsh", "-f", "-c", press, "zsh", script.toString(), typed, completed)))
                .isEqualToIgnoringNewLines("found");
    }

    private static void assumeInstalled(String shell) {
        boolean isThere = Stream.of(String.valueOf(System.getenv("PATH")).split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, shell)));
        assumeTrue(isThere, shell + " is not installed (Debian: package " + shell + "): its completion is not tested");
    }

    @Test
    @DisplayName("the launcher for Windows has the class path of the launcher for other systems, and its line ends")
    void launchers() throws IOException {
        String windows = Files.readString(Path.of("src/build/bin/sluice.cmd"));
        assertThat(jars(windows.replace('\\', '/')))
                .hasSize(3)
                .isEqualTo(jars(Files.readString(Path.of("src/build/bin/sluice"))));
        assertThat(windows.replace("\r\n", "")).doesNotContain("\n", "\r");
        assertThat(windows).contains("dev.sluice.adapter.cli.Main %*", "list show pause resume cancel retry-failed");
    }

    private static List<String> jars(String launcher) {
        return Pattern.compile("(?:app|lib/main)/[\\w.-]*\\*\\.jar")
                .matcher(launcher)
                .results()
                .map(MatchResult::group)
                .toList();
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
