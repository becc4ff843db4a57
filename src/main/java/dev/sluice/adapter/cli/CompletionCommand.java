package dev.sluice.adapter.cli;

import dev.sluice.adapter.cli.shell.ShellFiles;
import dev.sluice.adapter.cli.shell.ShellFiles.Shell;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice completion}: prints the completion script of a shell. The build has the same scripts as files. */
@Command(
        name = "completion",
        description = "Prints the completion script of a shell: source <(sluice completion bash).",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class)
public final class CompletionCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "SHELL", description = "bash, zsh or fish.")
    private Shell shell = Shell.BASH;

    @Option(
            names = "--directory",
            hidden = true,
            description = "Writes all scripts and the manual pages below this directory instead; for the build.")
    private @Nullable Path directory;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (directory != null) {
            ShellFiles.write(Main.commandLine(), directory);
            return ExitCode.OK;
        }
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        out.print(ShellFiles.completion(shell, Main.commandLine()));
        out.flush();
        return ExitCode.OK;
    }
}
