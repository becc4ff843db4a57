package dev.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts clean JVMs, of the JDK that runs this one. Each writes a log into the directory. */
final class Jvm {

    private static final long LIMIT_MINUTES = 5;
    private static final int UNSAFE_WARNS_SINCE = 24;

    private final Path directory;

    Jvm(Path directory) {
        this.directory = directory;
    }

    /** Returns the options of every measured JVM. */
    static List<String> options() {
        List<String> options = new ArrayList<>(List.of(
                "-Xms1g",
                "-Xmx1g",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dcom.zaxxer.hikari.aliveBypassWindowMs=3600000"));
        if (Runtime.version().feature() >= UNSAFE_WARNS_SINCE) {
            options.add("--sun-misc-unsafe-memory-access=allow");
        }
        return options;
    }

    Path directory() {
        return directory;
    }

    /** Runs the scenario with the pool, and reads what it measured. */
    Figures run(Program program, Contender contender) throws IOException, InterruptedException {
        String name = program.name() + "-" + contender.key();
        Path figures = directory.resolve(name + ".figures");
        Path log = directory.resolve(name + ".log");
        Files.deleteIfExists(figures);
        int status = run(command(program, contender, figures), log, name);
        if (status == Bench.NOT_YET) {
            throw new UnsupportedOperationException(name);
        }
        if (status != 0 || !Files.exists(figures)) {
            throw new IllegalStateException(name + " failed with status " + status + ", see " + log);
        }
        return Figures.read(figures);
    }

    private static List<String> command(Program program, Contender contender, Path figures) {
        List<String> command = new ArrayList<>();
        command.add(Jdk.java());
        command.addAll(options());
        command.add(Parent.option());
        System.getProperties().stringPropertyNames().stream()
                .filter(key -> key.startsWith("bench."))
                .forEach(key -> command.add("-D" + key + '=' + System.getProperty(key)));
        command.addAll(List.of("-classpath", System.getProperty("java.class.path"), Bench.class.getName()));
        command.addAll(List.of(program.name(), contender.key(), figures.toString()));
        return command;
    }

    private static int run(List<String> command, Path log, String name) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        try (ChildProcess process = ChildProcess.start(builder)) {
            return process.await(name, LIMIT_MINUTES);
        }
    }
}
