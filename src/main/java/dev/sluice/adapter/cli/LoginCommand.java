package dev.sluice.adapter.cli;

import dev.sluice.value.Plural;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * {@code sluice login}: keeps a token for the URL of a service, after the service has accepted it. A refused token is
 * not kept.
 */
@Command(
        name = "login",
        description = {
            "Reads a token from the input (or from --token-file), checks it, and keeps it for the URL of the service.",
            "Later commands for the same URL use it, unless --token-file or $SLUICE_TOKEN names another one."
        },
        sortOptions = false,
        footer = HelpTexts.EXIT_CODES)
public final class LoginCommand extends ServiceCommand {

    private final SecretInput input;
    private String token = "";

    @Option(names = "--check", description = "Only checks the token that commands for this URL use now.")
    private boolean check;

    @Option(names = "--forget", description = "Removes the kept token; sends nothing.")
    private boolean forget;

    /** Creates the command with the environment and the input of this process. */
    public LoginCommand() {
        this(CommandEnvironment.ofProcess(), SecretInput.ofProcess());
    }

    LoginCommand(CommandEnvironment surroundings, SecretInput input) {
        super(surroundings);
        this.input = input;
    }

    @Override
    boolean isJson() {
        return false;
    }

    @Override
    Remote remote() {
        if (check && forget) {
            throw bad("--check and --forget exclude each other");
        }
        if (check) {
            return super.remote();
        }
        token = forget ? "" : service().given(this::typed);
        return service().remote(forget ? null : token);
    }

    private String typed(URI base) {
        try {
            return input.read("Token for " + base).strip();
        } catch (IOException e) {
            throw bad("the token cannot be read from the input");
        }
    }

    @Override
    void run(Remote remote) throws RemoteFailure, InterruptedException {
        URI base = service().base();
        if (forget) {
            boolean had = changed(() -> tokens().forget(base));
            out().println(PlainText.text(base + (had ? ": the token is removed" : ": no token was kept")));
            return;
        }
        if (ServiceOptions.isReadable(base)) {
            spec().commandLine().getErr().println("warning: " + base + " is not https: others can read the token");
        }
        int pools =
                ReadingCommand.array(remote.get(ApiPaths.POOLS).json(), "pools").size();
        String seen = base + ": the token is accepted, " + Plural.of(pools, "pool is", "pools are") + " visible";
        if (!check) {
            changed(() -> {
                tokens().keep(base, token);
                return true;
            });
        }
        out().println(PlainText.text(check ? seen : seen + "; kept in " + tokens().file(base)));
    }

    private KeptTokens tokens() {
        Path directory = surroundings.tokens();
        if (directory == null) {
            throw bad("no directory for tokens: the user has no home directory");
        }
        return new KeptTokens(directory);
    }

    /** A change of the kept tokens. */
    @FunctionalInterface
    private interface TokenFileChange {
        boolean make() throws IOException;
    }

    private boolean changed(TokenFileChange change) {
        try {
            return change.make();
        } catch (IOException e) {
            throw bad("the token cannot be kept or removed in " + surroundings.tokens() + ": "
                    + e.getClass().getSimpleName());
        }
    }

    private ParameterException bad(String message) {
        return new ParameterException(spec().commandLine(), PlainText.text(message));
    }
}
