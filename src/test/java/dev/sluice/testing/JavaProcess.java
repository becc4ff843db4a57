package dev.sluice.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command of a JVM that a test starts beside its own, for a short time. */
public final class JavaProcess {

    private JavaProcess() {}

    /** Returns the command with these options and words; the JVM compiles as little as it can, as it does not live long. */
    public static List<String> command(String... words) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-XX:+UseSerialGC");
        command.addAll(List.of(words));
        return command;
    }
}
