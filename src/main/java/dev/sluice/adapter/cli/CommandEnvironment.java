package dev.sluice.adapter.cli;

import dev.sluice.time.Ticker;
import java.io.Console;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The environment of a command.
 *
 * @param ticker the source of time
 * @param environment returns the value of a variable, or null if it is not set
 * @param isTerminal true if the output is a terminal
 * @param tokenFile the file in which a service of the same user on this machine keeps its admin token, or null
 * @param tokens the directory in which {@code sluice login} keeps tokens, or null
 */
record CommandEnvironment(
        Ticker ticker,
        UnaryOperator<@Nullable String> environment,
        boolean isTerminal,
        @Nullable Path tokenFile,
        @Nullable Path tokens) {

    private static final String TOKEN_FILE = "SLUICE_SECURITY_ADMIN_TOKEN_FILE";

    /** Creates an environment without a token file. */
    CommandEnvironment(Ticker ticker, UnaryOperator<@Nullable String> environment, boolean isTerminal) {
        this(ticker, environment, isTerminal, null);
    }

    /** Creates an environment without kept tokens. */
    CommandEnvironment(
            Ticker ticker, UnaryOperator<@Nullable String> environment, boolean isTerminal, @Nullable Path tokenFile) {
        this(ticker, environment, isTerminal, tokenFile, null);
    }

    /** Returns the environment of this process. */
    static CommandEnvironment ofProcess() {
        String named = System.getenv(TOKEN_FILE);
        Path own = Path.of(System.getProperty("user.home", ""), ".sluice");
        Path file = named == null || named.isBlank() ? own.resolve("admin-token") : Path.of(named);
        return new CommandEnvironment(Ticker.system(), System::getenv, terminal() != null, file, own.resolve("tokens"));
    }

    /** Returns whether the output may have colours: a terminal, without NO_COLOR (no-color.org) and TERM=dumb. */
    boolean hasColours() {
        String refusal = environment.apply("NO_COLOR");
        return isTerminal && (refusal == null || refusal.isEmpty()) && !"dumb".equals(environment.apply("TERM"));
    }

    /** Blocks for the given time. */
    void pause(Duration length) throws InterruptedException {
        long start = ticker.nanos();
        for (long left = length.toNanos(); left > 0; left = length.toNanos() - (ticker.nanos() - start)) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            ticker.park(this, left);
        }
    }

    /**
     * Returns the console if it is a terminal, otherwise null. From JDK 22 on, a console may exist without a terminal,
     * and reports that.
     */
    @SuppressWarnings("SystemConsoleNull") // older consoles are null
    static @Nullable Console terminal() {
        Console console = System.console();
        try {
            return console != null
                            && Boolean.TRUE.equals(
                                    Console.class.getMethod("isTerminal").invoke(console))
                    ? console
                    : null;
        } catch (NoSuchMethodException e) {
            return console; // an older JDK
        } catch (IllegalAccessException | InvocationTargetException e) {
            return null;
        }
    }
}
