package dev.sluice.adapter.jmx.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Certificates;
import dev.sluice.testing.JavaProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A {@link RemoteClient} in a process that has no other class of ours. By default it trusts the authorities of the JDK
 * only.
 */
final class RemoteClientProcess {

    private static final long LIMIT_SECONDS = 90;

    private final Path directory;
    private final String url;
    private final List<String> options = new ArrayList<>();

    RemoteClientProcess(Path directory, String url) {
        this.directory = directory;
        this.url = url;
    }

    /** The output of a client that has ended. */
    record Ended(boolean isSuccess, List<String> lines) {}

    /** Lets the client trust the authority of the tests. */
    RemoteClientProcess trusting() throws Exception {
        options.add("-Djavax.net.ssl.trustStore=" + Certificates.trusted());
        options.add("-Djavax.net.ssl.trustStorePassword=" + Certificates.PASSWORD);
        return this;
    }

    /** Logs in, and reads. */
    Ended run(String name, String secret) throws Exception {
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(
                List.of("-cp", classPathOfClientOnly().toString(), RemoteClient.class.getName(), url, name, secret));
        Path output = Files.createTempFile(directory, "output", ".txt");
        Process process = new ProcessBuilder(JavaProcess.command(arguments.toArray(new String[0])))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Ended(process.exitValue() == 0, Files.readAllLines(output));
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
