package dev.sluice.adapter.cli;

import dev.sluice.time.Ticker;
import java.io.Console;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The environment that a command runs in.
 *
 * @param ticker the source of time
 * @param environment looks up a variable; null if it is not set
 * @param isTerminal true if a person sees the output
 * @param tokenFile the file in which a service of the same user on this machine keeps its operator token; null if none
 */
record CommandEnvironment(
        Ticker ticker,
        UnaryOperator<@Nullable String> environment,
        boolean isTerminal,
        @Nullable Path tokenFile) {

    private static final String TOKEN_FILE = "SLUICE_HTTP_OPERATOR_TOKEN_FILE";

    /** Creates surroundings in which no service keeps a token. */
    CommandEnvironment(Ticker ticker, UnaryOperator<@Nullable String> environment, boolean isTerminal) {
        this(ticker, environment, isTerminal, null);
    }

    /** Returns the surroundings of this process. */
    static CommandEnvironment ofProcess() {
        String named = System.getenv(TOKEN_FILE);
        Path file = named == null || named.isBlank()
                ? Path.of(System.getProperty("user.home", ""), ".sluice", "operator-token")
                : Path.of(named);
        return new CommandEnvironment(Ticker.system(), System::getenv, hasTerminal(), file);
    }

    /** Returns after that time. */
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
     * Returns whether the console is a terminal. From JDK 22 on a console without a terminal exists; it reports that.
     */
    @SuppressWarnings("SystemConsoleNull") // it is null on older ones
    private static boolean hasTerminal() {
        Console console = System.console();
        try {
            return console != null
                    && Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (NoSuchMethodException e) {
            return true; // an older JDK
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }
}
