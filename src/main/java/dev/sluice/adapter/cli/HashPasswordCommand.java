package dev.sluice.adapter.cli;

import dev.sluice.access.PasswordHash;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice hash-password}: the hash of a password, for {@code sluice.security.users.<name>.password-hash}. */
@Command(
        name = "hash-password",
        description = "Reads a password from the input, without showing it, and prints its hash for the configuration.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class)
public final class HashPasswordCommand implements Callable<Integer> {

    private static final int SHORTEST = 12;

    private final SecretInput input;

    @Spec
    private @Nullable CommandSpec spec;

    /** Creates the command with the input of this process. */
    public HashPasswordCommand() {
        this(SecretInput.ofProcess());
    }

    HashPasswordCommand(SecretInput input) {
        this.input = input;
    }

    @Override
    public Integer call() throws IOException {
        String password = input.read("Password");
        CommandSpec known = Objects.requireNonNull(spec);
        if (password.length() < SHORTEST || password.length() > PasswordHash.LONGEST_PASSWORD) {
            throw new ParameterException(
                    known.commandLine(),
                    "the password must have " + SHORTEST + " to " + PasswordHash.LONGEST_PASSWORD + " characters");
        }
        known.commandLine().getOut().println(PasswordHash.of(password).line());
        return ExitCode.OK;
    }
}
