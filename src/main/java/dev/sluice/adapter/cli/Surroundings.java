package dev.sluice.adapter.cli;

import dev.sluice.time.Ticker;
import java.io.Console;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a command finds where it runs.
 *
 * @param ticker time
 * @param environment looks up a variable; null if there is none
 * @param isTerminal whether a person sees what is printed
 */
record Surroundings(Ticker ticker, UnaryOperator<@Nullable String> environment, boolean isTerminal) {

    /** Those of this process. */
    static Surroundings ofProcess() {
        return new Surroundings(Ticker.system(), System::getenv, hasTerminal());
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

    /** On a JDK of 22 or later there may be a console without a terminal, and the console says which it is. */
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
