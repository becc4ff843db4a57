package dev.sluice.adapter.cli;

import dev.sluice.access.SecretFile;
import dev.sluice.access.TokenText;
import dev.sluice.value.NetworkAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The options of every command for the address of the service and the token. A token is read from a file or from the
 * environment, never from the command line, which every user of the machine can see.
 */
final class ServiceOptions {

    static final String URL = "SLUICE_URL";
    static final String TOKEN = "SLUICE_TOKEN";

    private static final String DEFAULT_URL = "http://127.0.0.1:8080";
    private static final int LONGEST_TOKEN = 8192;
    private static final Pattern THIS_MACHINE = Pattern.compile("(?i)localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1]");
    private static final Pattern VISIBLE =
            Pattern.compile("[\\x21-\\x7e]{" + TokenText.SHORTEST + "," + LONGEST_TOKEN + "}"); // a JWT may be longer

    private final CommandEnvironment surroundings;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = {"URL of the service (default: $SLUICE_URL, or", DEFAULT_URL + ")."})
    private @Nullable String url;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = {
                "File with a token of the service (default: the value of $SLUICE_TOKEN, the token of sluice login,",
                "or, for a service on this machine, the token file of the same user)."
            })
    private @Nullable Path tokenFile;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "5",
            converter = CommandDuration.class,
            description = "Maximum wait for each answer, in seconds (default: 5).")
    private Duration timeout = Duration.ofSeconds(5);

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and end.")
    @SuppressWarnings("UnusedVariable") // the caller that parses the line reads it
    private boolean help;

    ServiceOptions(CommandEnvironment surroundings) {
        this.surroundings = surroundings;
    }

    /** Returns a client of the service in the options. Invalid options cause a {@link ParameterException}. */
    Remote remote() {
        URI base = base();
        return new Remote(base, token(base), timeout);
    }

    /** Returns a client that sends this token, or none. */
    Remote remote(@Nullable String token) {
        return new Remote(base(), token, timeout);
    }

    /** Returns the token in the file of the options or, without a file, from this source. */
    String given(Function<URI, String> source) {
        return tokenFile == null
                ? valid(source.apply(base()), "the input")
                : valid(read(tokenFile), tokenFile.toString());
    }

    /** Returns whether a token for this URL crosses a network without encryption. */
    static boolean isReadable(URI base) {
        return base.getScheme().equalsIgnoreCase("http") && !isThisMachine(base);
    }

    URI base() {
        String given = Objects.requireNonNullElseGet(url, () -> environment(URL, DEFAULT_URL));
        String name = url == null ? URL : "--url";
        if (given.contains("@")) {
            throw bad(name + " must not name a user: use --token-file or " + TOKEN);
        }
        try {
            URI uri = new URI(given);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            boolean isWhole = (scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null;
            boolean isPort = uri.getPort() < 0 || NetworkAddress.isPort(uri.getPort());
            if (isWhole && isPort && uri.getRawQuery() == null && uri.getRawFragment() == null) {
                return URI.create(given.replaceAll("/+$", ""));
            }
        } catch (URISyntaxException e) {
            // reported below
        }
        throw bad(name + " must be as in http://host:8080, or https: '" + PlainText.text(given) + "'");
    }

    private @Nullable String token(URI base) {
        String token = tokenFile == null ? environment(TOKEN, "") : read(tokenFile);
        if (token.isEmpty() && tokenFile == null) {
            String kept = kept(base);
            return kept == null && isThisMachine(base) ? tokenOfThisMachine() : kept;
        }
        return valid(token, tokenFile == null ? TOKEN : tokenFile.toString());
    }

    private String valid(String token, String place) {
        if (!VISIBLE.matcher(token).matches()) {
            throw bad("the token in " + PlainText.text(place) + " must be one word of " + TokenText.SHORTEST + " to "
                    + LONGEST_TOKEN + " visible ASCII characters");
        }
        return token;
    }

    /** Returns the token that {@code sluice login} has kept for this URL, or null. */
    private @Nullable String kept(URI base) {
        Path directory = surroundings.tokens();
        Path file = directory == null ? null : new KeptTokens(directory).file(base);
        return file != null && Files.isReadable(file) ? valid(read(file), file.toString()) : null;
    }

    static boolean isThisMachine(URI base) {
        return THIS_MACHINE.matcher(base.getHost()).matches();
    }

    /** Returns the token of a service of the same user, or null if it is missing; the service then reports the lack. */
    private @Nullable String tokenOfThisMachine() {
        Path file = surroundings.tokenFile();
        return file != null && Files.isReadable(file) ? valid(read(file), file.toString()) : null;
    }

    private String read(Path file) {
        try {
            return new SecretFile(file).readOfAnyOwner().strip();
        } catch (SecretFile.Refused e) {
            throw bad("the token file " + PlainText.text(file.toString()) + " " + e.getMessage());
        }
    }

    private String environment(String name, String otherwise) {
        String value = surroundings.environment().apply(name);
        return value == null || value.isBlank() ? otherwise : value.strip();
    }

    private ParameterException bad(String message) {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        return new ParameterException(line, message);
    }
}
