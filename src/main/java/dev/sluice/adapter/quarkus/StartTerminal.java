package dev.sluice.adapter.quarkus;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;

/** The terminal of the person who starts the service. Output that is not a terminal is often kept as a log. */
final class StartTerminal {

    private StartTerminal() {}

    /** Shows a new admin token, if there is a terminal. */
    // isTerminal answers for the JDKs whose console is never null
    @SuppressWarnings("SystemConsoleNull")
    static void showToken(String token) {
        Console console = System.console();
        if (console != null && isTerminal(console)) {
            console.writer().println("The admin token, shown once: " + token);
            console.flush();
        }
    }

    /** Returns whether the console is a terminal; from JDK 22 on, a console may exist without one. */
    private static boolean isTerminal(Console console) {
        try {
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (NoSuchMethodException e) {
            return true; // an older JDK
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }
}
