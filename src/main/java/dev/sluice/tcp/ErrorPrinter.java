package dev.sluice.tcp;

import java.util.function.Consumer;

/** Sends lines about failures to the application. Exceptions of the application's consumer are ignored. */
final class ErrorPrinter {

    private final Consumer<String> lines;

    ErrorPrinter(Consumer<String> lines) {
        this.lines = lines;
    }

    void print(String line) {
        try {
            lines.accept(line);
        } catch (Throwable ignored) {
            // a printer never breaks a connection
        }
    }
}
