package dev.sluice.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A started application on a free port of the loopback interface, with a directory of its own for its files. Its
 * environment is empty, so that no setting of the machine counts.
 */
final class ApplicationProcess implements AutoCloseable {

    private static final long LIMIT_SECONDS = 120;
    private static final int ANSWER_MILLIS = 10_000;
    private static final double KIBI = 1024;
    private static final byte[] REQUEST = "GET /q/health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);

    private final ChildProcess child;
    private final int port;
    private final Path log;
    private final long begin;

    private ApplicationProcess(ChildProcess child, int port, Path log, long begin) {
        this.child = child;
        this.port = port;
        this.log = log;
        this.begin = begin;
    }

    /**
     * Starts it.
     *
     * @param home the directory with {@code quarkus-run.jar}
     * @param options of the JVM
     * @param work the directory for its files, which is emptied. Its output goes to a file beside it, with the suffix
     *     {@code .log}
     */
    static ApplicationProcess start(Path home, List<String> options, Path work) throws IOException {
        Path directory = Directories.fresh(work).toAbsolutePath();
        Path log = directory.resolveSibling(directory.getFileName() + ".log");
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(Jdk.java()));
        command.addAll(options);
        command.addAll(List.of(
                "-Djava.io.tmpdir=" + directory,
                "-Duser.home=" + directory,
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-Dsluice.demonstration=true",
                "-jar",
                home.toAbsolutePath().resolve("quarkus-run.jar").toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().clear();
        long begin = System.nanoTime();
        return new ApplicationProcess(ChildProcess.start(builder), port, log, begin);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /**
     * Blocks until the readiness answers 200. Returns the seconds since the start.
     *
     * @throws IllegalStateException if the process ends before, or is not ready after two minutes
     */
    double awaitReady() throws InterruptedException {
        while (!isReady()) {
            if (!child.process().isAlive()) {
                throw new IllegalStateException(
                        "ended with status " + child.process().exitValue() + " before it was ready, see " + log);
            }
            if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(LIMIT_SECONDS)) {
                throw new IllegalStateException("not ready after " + LIMIT_SECONDS + " s, see " + log);
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private boolean isReady() {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.getOutputStream().write(REQUEST);
            byte[] line = socket.getInputStream().readNBytes(12);
            return new String(line, StandardCharsets.US_ASCII).equals("HTTP/1.1 200");
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the processor time of the process until now, in seconds. */
    double processorSeconds() {
        Duration time = child.process().info().totalCpuDuration().orElse(Duration.ZERO);
        return time.toMillis() / 1e3;
    }

    /** Returns the resident memory, in MB. */
    double residentMegabytes() throws IOException {
        return status("VmRSS:") / KIBI;
    }

    /** Returns the number of threads. */
    double threads() throws IOException {
        return status("Threads:");
    }

    private double status(String key) throws IOException {
        try (Stream<String> lines =
                Files.lines(Path.of("/proc", String.valueOf(child.process().pid()), "status"))) {
            return lines.filter(line -> line.startsWith(key))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no " + key + " of a process that has ended"));
        }
    }

    /** Lets the process end by itself: a recording one writes its cache then. */
    void end() throws InterruptedException {
        child.end();
    }

    /** Kills the process if it runs. */
    @Override
    public void close() {
        child.close();
    }
}
