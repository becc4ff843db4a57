package dev.sluice.adapter.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** The source of a secret that a person or a program gives to a command: the first line of the input. */
@FunctionalInterface
interface SecretInput {

    /** Returns the secret; empty if there is none. */
    String read(String prompt) throws IOException;

    /** Returns the input of this process. A terminal does not show what is typed. */
    static SecretInput ofProcess() {
        return prompt -> {
            Console console = CommandEnvironment.terminal();
            if (console != null) {
                char[] typed = console.readPassword("%s: ", prompt);
                return typed == null ? "" : new String(typed);
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            String line = lines.readLine();
            return line == null ? "" : line;
        };
    }
}
