package dev.sluice.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A real MariaDB for tests: the installed program with a data directory of its own, listening on 127.0.0.1 only. Tests
 * are skipped where the program is not installed. The server and its data are gone when the JVM ends.
 */
public final class MariaDbServer implements AutoCloseable {

    /** The user of the pools under test; it may end its own sessions only. */
    public static final String USER = "sluice";

    public static final String PASSWORD = "sluice";

    private static final List<String> FOLDERS = List.of("/usr/sbin", "/usr/bin", "/usr/local/bin", "/usr/libexec");
    private static final Path ROOT = Path.of(System.getProperty("basedir", ""), "target", "mariadb");

    private final Path data = ROOT.resolve(UUID.randomUUID().toString()).toAbsolutePath();
    private final String program;
    private final int port = Ports.free();
    private Process running; // Guarded by this

    private MariaDbServer(String program) {
        this.program = program;
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "mariadb-remover"));
    }

    /** Starts a server, with the databases {@code one} and {@code two}. */
    public static MariaDbServer start() {
        String install = find("mariadb-install-db");
        String program = find("mariadbd");
        assumeTrue(
                install != null && program != null && find("my_print_defaults") != null,
                "mariadbd, mariadb-install-db or my_print_defaults is not installed (packages mariadb-server-core and"
                        + " mariadb-client-core): the tests with MariaDB are skipped");
        MariaDbServer server = new MariaDbServer(program);
        server.run(
                install,
                "--no-defaults",
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                "--user=" + System.getProperty("user.name"),
                "--datadir=" + server.data);
        server.startAgain();
        server.execute(
                "create database one",
                "create database two",
                "create user " + USER + "@'%' identified by '" + PASSWORD + "'",
                "grant all on one.* to " + USER + "@'%'",
                "grant all on two.* to " + USER + "@'%'");
        return server;
    }

    private static String find(String name) {
        return Stream.concat(FOLDERS.stream(), Stream.of(System.getenv("PATH").split(File.pathSeparator)))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse(null);
    }

    /** Starts the server with its data of before, and waits until it answers. */
    public synchronized void startAgain() {
        try {
            running = new ProcessBuilder(
                            program,
                            "--no-defaults",
                            "--user=" + System.getProperty("user.name"),
                            "--datadir=" + data,
                            "--port=" + port,
                            "--bind-address=127.0.0.1",
                            "--socket=server.sock", // relative to the data directory
                            "--innodb-buffer-pool-size=16M")
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("MariaDB did not start", e);
        }
        Awaitility.await("MariaDB takes connections")
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> ask("select 1").equals("1"));
    }

    private void run(String... command) {
        try {
            Files.createDirectories(ROOT);
            Path output = Files.createTempFile(ROOT, "output", ".txt");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        "failed: " + String.join(" ", command) + System.lineSeparator() + Files.readString(output));
            }
            Files.delete(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Returns the URL of a database, or of the server where the name is empty. */
    public String url(String database) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/" + database;
    }

    /** Kills the server as a crash of the machine would. */
    public synchronized void kill() {
        running.destroyForcibly();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            if (!running.waitFor(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("MariaDB outlived its end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs statements as the administrator. */
    public void execute(String... statements) {
        try (Connection connection = admin();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the first value of the first row, as the administrator sees it. */
    public String ask(String sql) {
        try (Connection connection = admin();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the server's numbers of the sessions of {@link #USER}. */
    public List<Long> sessions() {
        List<Long> numbers = new ArrayList<>();
        try (Connection connection = admin();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select id from information_schema.processlist where user = '" + USER + "' order by id")) {
            while (rows.next()) {
                numbers.add(rows.getLong(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return numbers;
    }

    private Connection admin() throws SQLException {
        return DriverManager.getConnection(url("") + "?connectTimeout=5000&socketTimeout=20000", "root", "");
    }

    @Override
    public synchronized void close() {
        if (running != null && running.isAlive()) {
            kill();
        }
        try (Stream<Path> files = Files.exists(data) ? Files.walk(data) : Stream.empty()) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // `mvn clean` removes the rest
        }
    }
}
