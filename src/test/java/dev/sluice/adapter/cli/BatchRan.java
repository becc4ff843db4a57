package dev.sluice.adapter.cli;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/** A batch that was run by its command inside the application of a test: what it ended with, and what it printed. */
record BatchRan(int code, List<String> out, String err) {

    static BatchRan of(BatchApplication application, String input, String... options) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine main = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String[] args = Stream.concat(Stream.of("batch"), Stream.of(options)).toArray(String[]::new);
        int code = application.run(main, new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), args);
        return new BatchRan(code, out.toString().lines().toList(), err.toString());
    }
}
