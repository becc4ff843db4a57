package dev.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Settings of pools in requests that try to run code, to open files, or to make the service connect to a host that its
 * configuration does not name, from {@code attacks.txt}. A server that counts connections and bytes, a watched
 * directory and a class that reports its initialisation show whether any of them had an effect.
 */
public final class Attacks implements AutoCloseable {

    private static final String SENTINEL = "end-of-test";
    private static final int LIMIT_SECONDS = 30;
    private static final String INITIALISED = "sluice.test.attack";

    private final ServerSocket server;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final Path directory;
    private final WatchService watch;
    private final String goodHost;

    /** An attack: its name, and the settings of a new pool. */
    public record Attack(String name, Map<String, String> settings) {

        /** Returns the URL. */
        public String url() {
            return String.valueOf(settings.get("url"));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Tells when its code has run. */
    static final class Payload {
        static {
            System.setProperty(INITIALISED, "true");
        }

        private Payload() {}
    }

    /**
     * Begins to count and to watch.
     *
     * @param goodHost host and port of a database that the configuration names
     * @param directory an empty directory
     */
    public Attacks(String goodHost, Path directory) throws IOException {
        this.goodHost = goodHost;
        this.directory = directory;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        watch = directory.getFileSystem().newWatchService();
        directory.register(
                watch,
                StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_MODIFY,
                StandardWatchEventKinds.ENTRY_DELETE);
        OwnThread.EACH.execute(this::count);
    }

    private void count() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                connections.incrementAndGet();
                client.setSoTimeout(1000);
                bytes.addAndGet(client.getInputStream().readNBytes(1).length);
            } catch (IOException e) {
                // the client has gone, or this ends
            }
        }
    }

    /** Returns the attacks, in the order of the file. */
    public List<Attack> all() {
        List<Attack> attacks = new ArrayList<>();
        try (InputStream file = Attacks.class.getResourceAsStream("attacks.txt")) {
            new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .forEach(line -> attacks.add(read(line)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return attacks;
    }

    private Attack read(String line) {
        String[] parts = line.split(" \\| ");
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            String[] setting = parts[i].split("=", 2);
            settings.put(setting[0], filled(setting[1]));
        }
        return new Attack(parts[0], settings);
    }

    private String filled(String text) {
        return text.replace("{G}", goodHost)
                .replace("{P}", String.valueOf(server.getLocalPort()))
                .replace("{D}", directory.toString())
                .replace("{C}", Payload.class.getName())
                .replace("{TAB}", "\t")
                .replace("{NL}", "\n")
                .replace("{NUL}", "\0");
    }

    /** Fails if an attack had an effect. */
    public void assertWithoutEffect() throws Exception {
        assertThat(connections).as("connections").hasValue(0);
        assertThat(bytes).as("bytes").hasValue(0);
        assertThat(System.getProperty(INITIALISED)).as("initialised class").isNull();
        for (String place : new String[] {System.getProperty("user.home"), "."}) {
            try (var files = Files.list(Path.of(place))) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .noneMatch(name -> name.startsWith("sluice-attack"));
            }
        }
        Files.createFile(directory.resolve(SENTINEL));
        assertThat(firstEvent()).as("first event in the watched directory").isEqualTo(SENTINEL);
    }

    private String firstEvent() throws InterruptedException {
        WatchKey key = watch.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertThat(key).as("events").isNotNull();
        WatchEvent<?> first = key.pollEvents().get(0);
        return String.valueOf(first.context());
    }

    @Override
    public void close() throws IOException {
        server.close();
        watch.close();
    }
}
