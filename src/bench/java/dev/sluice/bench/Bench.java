package dev.sluice.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs the benchmark and prints one Markdown table. Without arguments it is the whole run; with three, it is the clean
 * JVM of one scenario and one pool, and the third is the file that the figures are written to.
 */
public final class Bench {

    /** Exit code of a JVM whose scenario cannot be measured yet. */
    static final int NOT_YET = 3;

    private static final int WRONG_PROPERTY = 2;

    private Bench() {}

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        Parent.follow();
        if (arguments.length > 0) {
            runOne(arguments[0], arguments[1], Path.of(arguments[2]));
        } else {
            runAll();
        }
    }

    private static void runOne(String scenario, String contender, Path file) throws Exception {
        Logger.getLogger("").setLevel(Level.INFO); // as services have it; left alone, this log manager wants everything
        try {
            Program program = (Program) Scenarios.of(scenario);
            program.run(Contender.of(contender), Effort.ofProperties()).write(file);
        } catch (UnsupportedOperationException e) {
            e.printStackTrace();
            System.exit(NOT_YET);
        } catch (Throwable e) {
            e.printStackTrace();
            System.exit(1);
        }
        System.exit(0); // whatever threads a pool has left
    }

    private static void runAll() throws IOException {
        long start = System.nanoTime();
        Choice choice = checked();
        Path directory = Path.of(System.getProperty("bench.dir", "target/bench"));
        Files.createDirectories(directory);
        writeClassPath(directory);
        Tournament tournament = new Tournament(choice, Effort.ofProperties(), new Jvm(directory));
        List<String> problems = tournament.play();
        String table = tournament.table().markdown() + tournament.table().summary();
        String surroundings = Surroundings.describe(Duration.ofNanos(System.nanoTime() - start));
        String text = table + "\n" + surroundings + "\n\n" + SchedulerGroup.describe() + "\n";
        Files.writeString(directory.resolve("table.md"), text);
        System.out.println(text);
        problems.forEach(System.out::println);
        System.exit(problems.isEmpty() ? 0 : 1);
    }

    /** Returns the selection. Ends the run if a property has a wrong value, before anything is measured. */
    private static Choice checked() {
        try {
            Contended.callers();
            SluicePeer.overtaking();
            return Choice.ofProperties();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(WRONG_PROPERTY);
            throw e;
        }
    }

    /** So that one scenario can be run again without Maven: {@code java @target/bench/classpath …}. */
    private static void writeClassPath(Path directory) throws IOException {
        String quoted = System.getProperty("java.class.path").replace("\\", "\\\\");
        Files.writeString(directory.resolve("classpath"), "-classpath\n\"" + quoted + "\"\n", StandardCharsets.UTF_8);
    }
}
