package dev.sluice.adapter.jmx.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testing.Certificates;
import dev.sluice.testing.JavaProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
@Tag("service")
class RemoteTlsTest {

    private static final long LIMIT_SECONDS = 90;

    @TempDir
    private Path directory;

    private RemotePools here;

    @BeforeEach
    void listen() throws Exception {
        here = new RemotePools(Certificates.server());
    }

    @AfterEach
    void stop() throws IOException {
        here.close();
    }

    @Test
    void a_client_without_any_class_of_ours_logs_in_over_tls() throws Exception {
        assertThat(client("viewer", "viewer"))
                .containsExactly(
                        "pools: [orders, reports]",
                        "pause: java.lang.SecurityException: this needs the role operator; viewer has viewer");
        assertThat(client("viewer", "wrong"))
                .containsExactly("login: java.lang.SecurityException: the name or the password is wrong, or too many"
                        + " logins have failed");
        assertThat(here.addresses).containsOnly("127.0.0.1");
    }

    @Test
    void a_client_without_tls_gets_no_answer() {
        assertThatThrownBy(() -> here.connect("viewer")).isInstanceOf(IOException.class);
        assertThat(here.addresses).isEmpty();
    }

    private List<String> client(String name, String secret) throws Exception {
        List<String> command = new ArrayList<>(JavaProcess.command(
                "-Djavax.net.ssl.trustStore=" + Certificates.trusted(),
                "-Djavax.net.ssl.trustStorePassword=" + Certificates.PASSWORD,
                "-cp",
                classPathOfClientOnly().toString(),
                RemoteClient.class.getName(),
                here.url().toString(),
                name,
                secret));
        return run(command);
    }

    private List<String> run(List<String> command) throws Exception {
        Path output = Files.createTempFile(directory, "output", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        List<String> lines = Files.readAllLines(output);
        assertThat(process.exitValue()).as("%s", lines).isZero();
        return lines;
    }

    private Path classPathOfClientOnly() throws IOException {
        String file = RemoteClient.class.getName().replace('.', '/') + ".class";
        Path copy = directory.resolve("classes").resolve(file);
        Files.createDirectories(copy.getParent());
        if (Files.notExists(copy)) {
            try (InputStream code = RemoteClient.class.getClassLoader().getResourceAsStream(file)) {
                Files.copy(code, copy);
            }
        }
        return directory.resolve("classes");
    }
}
