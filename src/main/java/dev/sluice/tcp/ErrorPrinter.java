package dev.sluice.tcp;

import java.util.function.Consumer;

/** Tells an application, in lines, what goes wrong. What its consumer throws is swallowed. */
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
