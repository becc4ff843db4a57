package dev.sluice.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The PostgreSQL that the requests go to: one that the run starts for itself, on 127.0.0.1 only, or the one that
 * {@code -Dbench.pg.url} names. Programs that measure get its URL by that property, too.
 */
final class Postgres {

    private static final String URL = "bench.pg.url";
    private static final String USER = "bench.pg.user";
    private static final Logger LAUNCHER_LOG = Logger.getLogger("io.zonky.test.db.postgres");

    private Postgres() {}

    /** Starts one, if there is none; it ends with this JVM. */
    static synchronized void start(Path directory) throws IOException {
        if (isStarted()) {
            return;
        }
        LAUNCHER_LOG.setLevel(Level.WARNING);
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(
                        directory.toAbsolutePath().resolve("postgres").toFile())
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
        System.setProperty(URL, "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres");
    }

    /** Returns whether this JVM knows a server. */
    static boolean isStarted() {
        return !System.getProperty(URL, "").isEmpty();
    }

    private static void stop(EmbeddedPostgres server) {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String user() {
        String user = System.getProperty(USER, "");
        return user.isEmpty() ? "postgres" : user;
    }

    /** Returns the settings that pools connect with. */
    static PeerSettings settings() {
        return new PeerSettings(
                PeerSettings.SIZE, PeerSettings.SIZE, System.getProperty(URL), user(), PeerSettings.TIMEOUT);
    }
}
