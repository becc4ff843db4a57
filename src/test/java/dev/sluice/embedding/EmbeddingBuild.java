package dev.sluice.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Builds Sluice as a jar and as a service and, with the jar as a dependency, an application of its own, as its users do:
 * by Maven, from {@code src/test/embedding}. The classes are those of this build, which has compiled them with all its
 * checks.
 */
final class EmbeddingBuild {

    static final Path WORK = Path.of("target", "embedding");

    private static final int MINUTES = 8;

    /** The layout whose classes a start cache can have as a whole. */
    private static final String PROPERTIES =
            "<maven.main.skip>true</maven.main.skip>" + "<quarkus.package.jar.type>aot-jar</quarkus.package.jar.type>";

    private static boolean built; // Guarded by the class

    private EmbeddingBuild() {}

    /** Builds, unless this JVM has done so. */
    static synchronized void once() throws Exception {
        if (built) {
            return;
        }
        copy(Path.of("src", "test", "embedding"), WORK);
        copy(Path.of("src", "main"), WORK.resolve("sluice/src/main"));
        copy(Path.of("src", "build"), WORK.resolve("sluice/src/build"));
        copy(Path.of("target", "classes"), WORK.resolve("sluice/target/classes"));
        Files.writeString(WORK.resolve("sluice/pom.xml"), changed(Files.readString(Path.of("pom.xml"))));
        build();
        built = true;
    }

    private static String changed(String pom) {
        String end = "</properties>";
        assertThat(pom).contains(end);
        int place = pom.indexOf(end);
        return pom.substring(0, place) + PROPERTIES + pom.substring(place);
    }

    private static void copy(Path from, Path to) throws IOException {
        if (Files.exists(to)) {
            try (Stream<Path> old = Files.walk(to)) {
                old.sorted((a, b) -> b.compareTo(a)).map(Path::toFile).forEach(File::delete);
            }
        }
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path copy = to.resolve(from.relativize(path).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(path, copy);
            }
        }
    }

    private static void build() throws Exception {
        boolean windows = File.separatorChar == '\\';
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("maven.home"), "bin", windows ? "mvn.cmd" : "mvn")
                        .toString(),
                "-B",
                "-q",
                "-DskipTests",
                "-Dspotless.check.skip",
                "-Dcyclonedx.skip", // the copied classes have the bill of materials
                "package"));
        for (String version : List.of("quarkus.platform.version", "agroal.version")) {
            if (System.getProperty(version) != null) {
                command.add("-D" + version + "=" + System.getProperty(version));
            }
        }
        Path log = WORK.resolve("build.log");
        Process build = process(command, log);
        assertThat(build.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
        assertThat(build.exitValue()).as("%s", read(log)).isZero();
    }

    /** Starts a process in the directory of the build, which writes to the log. */
    static Process process(List<String> command, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(WORK.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        builder.environment().remove("MAVEN_ARGS");
        return builder.start();
    }

    static String read(Path log) {
        try {
            return Files.readString(log, UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
