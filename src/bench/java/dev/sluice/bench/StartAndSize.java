package dev.sluice.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Start and size of the service beside bare Quarkus applications, as processes of their own, in turns: the time until
 * the readiness answers 200, the processor time until then, and after idle seconds the resident memory and the number of
 * threads. Prints the medians as Markdown.
 *
 * <p>Arguments: the homes of the JDKs, separated by commas, and then for each application {@code name=plain,flat}: the
 * directories of its usual packaging, and of that for a cache of classes ({@code aot-jar}). The first application is
 * compared with the others. Properties: {@code rounds} (3), and {@code idle}, in seconds (10; 0 leaves the size out).
 */
public final class StartAndSize {

    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final int IDLE_SECONDS = Integer.getInteger("idle", 10);
    private static final long LIMIT_SECONDS = 120;
    private static final byte[] REQUEST = "GET /q/health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);

    private final Path work;

    private StartAndSize(Path work) {
        this.work = work;
    }

    /** An application in both packagings. */
    private record Application(String name, Path plain, Path flat) {}

    /** A JDK, with the option that reads the cache of an application, or none. */
    private record Variant(String java, int version, boolean isCached) {

        String title() {
            return "JDK " + version + (isCached ? " with cache" : "");
        }
    }

    /** The needs of one process. */
    private record ProcessNeeds(double ready, double processor, double memory, double threads) {}

    /** Runs the comparison. */
    public static void main(String[] arguments) throws Exception {
        Path work = Files.createTempDirectory("sluice-start");
        List<Application> applications =
                Arrays.stream(arguments).skip(1).map(StartAndSize::application).toList();
        StartAndSize comparison = new StartAndSize(work);
        System.out.println("| variant | application | ready, s | CPU, s | resident, MB | threads |");
        System.out.println("|---|---|---:|---:|---:|---:|");
        for (String home : arguments[0].split(",")) {
            String java = Path.of(home, "bin", "java").toString();
            for (boolean isCached : new boolean[] {false, true}) {
                comparison.compare(new Variant(java, version(java), isCached), applications);
            }
        }
        try (var all = Files.walk(work)) {
            all.sorted((a, b) -> b.compareTo(a)).map(Path::toFile).forEach(File::delete);
        }
    }

    private static Application application(String text) {
        String[] parts = text.split("[=,]");
        return new Application(parts[0], Path.of(parts[1]), Path.of(parts[2]));
    }

    private static int version(String java) throws IOException {
        Process process =
                new ProcessBuilder(java, "-version").redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Integer.parseInt(text.replaceAll("(?s)^[^\"]*\"(\\d+).*", "$1"));
    }

    private void compare(Variant variant, List<Application> applications) throws Exception {
        Map<Application, List<ProcessNeeds>> found = new LinkedHashMap<>();
        for (Application application : applications) {
            found.put(application, new ArrayList<>());
            if (variant.isCached()) {
                run(variant, application, true);
            }
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (Application application : applications) {
                found.get(application).add(run(variant, application, false));
            }
        }
        found.forEach((application, figures) -> System.out.printf(
                Locale.ROOT,
                "| %s | %s | %.2f | %.2f | %.0f | %.0f |%n",
                variant.title(),
                application.name(),
                median(figures, ProcessNeeds::ready),
                median(figures, ProcessNeeds::processor),
                median(figures, ProcessNeeds::memory),
                median(figures, ProcessNeeds::threads)));
    }

    private static double median(List<ProcessNeeds> figures, ToDoubleFunction<ProcessNeeds> value) {
        double[] sorted = figures.stream().mapToDouble(value).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** Starts a process, measures it, and ends it; a recording process writes its cache at its end. */
    private ProcessNeeds run(Variant variant, Application application, boolean isRecording) throws Exception {
        int port = freePort();
        Path cache = work.resolve(application.name() + "-" + variant.version() + ".cache");
        boolean hasAot = variant.version() >= 25;
        List<String> command = new ArrayList<>(List.of(variant.java()));
        if (isRecording) {
            command.add((hasAot ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + cache);
        } else if (variant.isCached()) {
            command.add((hasAot ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + cache);
        }
        Path home = variant.isCached() ? application.flat() : application.plain();
        command.addAll(List.of(
                "-Dquarkus.http.port=" + port,
                "-Dsluice.demonstration=true",
                "-Dsluice.audit.directory=" + work.resolve("audit"),
                "-Dsluice.security.admin-token-file=" + work.resolve("admin-token"),
                "-jar",
                home.toAbsolutePath().resolve("quarkus-run.jar").toString()));
        File log = work.resolve("log").toFile();
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        try {
            awaitReady(process, port, log.toPath());
            double ready = (System.nanoTime() - begin) / 1e9;
            double processor =
                    process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
            if (isRecording || IDLE_SECONDS == 0) {
                return new ProcessNeeds(ready, processor, 0, 0);
            }
            TimeUnit.SECONDS.sleep(IDLE_SECONDS);
            return new ProcessNeeds(ready, processor, status(process, "VmRSS:") / 1024, status(process, "Threads:"));
        } finally {
            process.destroy();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitReady(Process process, int port, Path log) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!isReady(port)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("not ready: " + Files.readString(log));
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private static boolean isReady(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.getOutputStream().write(REQUEST);
            byte[] line = socket.getInputStream().readNBytes(12);
            return new String(line, StandardCharsets.US_ASCII).equals("HTTP/1.1 200");
        } catch (IOException e) {
            return false;
        }
    }

    private static double status(Process process, String key) {
        try (var lines = Files.lines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith(key))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
