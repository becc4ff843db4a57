package dev.sluice.adapter.cli;

import dev.sluice.access.TokenText;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice hash-token}: the hash of a token, for {@code sluice.security.tokens.<name>.hash}. */
@Command(
        name = "hash-token",
        description = "Reads a token from the input, without showing it, and prints its hash for the configuration.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class)
public final class HashTokenCommand implements Callable<Integer> {

    private final SecretInput input;

    @Spec
    private @Nullable CommandSpec spec;

    /** Creates the command with the input of this process. */
    public HashTokenCommand() {
        this(SecretInput.ofProcess());
    }

    HashTokenCommand(SecretInput input) {
        this.input = input;
    }

    @Override
    public Integer call() throws IOException {
        String token = input.read("Token").strip();
        CommandSpec known = Objects.requireNonNull(spec);
        if (!TokenText.isValid(token)) {
            throw new ParameterException(known.commandLine(), "the token " + TokenText.RULE);
        }
        known.commandLine().getOut().println(TokenText.hash(token));
        return ExitCode.OK;
    }
}
