package dev.sluice.adapter.cli;

import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.enterprise.context.Dependent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Starts the service once, sends the first requests of its operators, and ends, so that the JVM can keep the classes that
 * a start needs. The launcher starts it for that. The service has the embedded pool of a demonstration only, listens at
 * a free port of the loopback address, and writes nothing outside the working directory.
 */
@Dependent
@Unremovable
public class StartRehearsal implements QuarkusApplication {

    private static final List<String> PATHS = List.of("/q/health/ready", "/pools", "/pool/stats", "/q/health", "/");
    private static final int LIMIT_MILLIS = 10_000;

    /** Starts the service, which runs the rehearsal and ends the process: with 0 if all answers were as expected. */
    static void begin() {
        System.setProperty("quarkus.http.host", "127.0.0.1");
        System.setProperty("quarkus.http.port", String.valueOf(freePort()));
        System.setProperty("sluice.demonstration", "true");
        System.setProperty(
                "sluice.audit.directory", Path.of("audit").toAbsolutePath().toString());
        System.setProperty(
                "sluice.security.admin-token-file",
                Path.of("admin-token").toAbsolutePath().toString());
        StartRefusals.begin();
        Quarkus.run(StartRehearsal.class);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no port of the loopback address is free", e);
        }
    }

    @Override
    public int run(String... arguments) throws IOException {
        int port = Integer.parseInt(System.getProperty("quarkus.http.port"));
        for (String path : PATHS) {
            String line = get(port, path);
            if (!line.startsWith("HTTP/1.1 200 ")) {
                System.err.println(PlainText.text("rehearsal: GET " + path + " was answered with " + line));
                return ExitCode.FAILED;
            }
        }
        return ExitCode.OK;
    }

    /** Returns the first line of the answer. */
    private static String get(int port, String path) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(LIMIT_MILLIS);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.lines().findFirst().orElse("no answer");
        }
    }
}
