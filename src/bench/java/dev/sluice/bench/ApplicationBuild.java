package dev.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The builds of the service and of the two bare applications, in copies of their Maven projects below a directory of the
 * run. So they leave the build of the developer, and the class path of this JVM, as they are. The service is packaged
 * from the compiled classes of this run.
 */
final class ApplicationBuild {

    private static final long LIMIT_MINUTES = 10;

    private final Path project;
    private final Path classes;
    private final Path directory;

    /**
     * Creates it.
     *
     * @param project the root of the Maven project of the service
     * @param classes its compiled classes and resources
     * @param directory the place of all that is built
     */
    ApplicationBuild(Path project, Path classes, Path directory) {
        this.project = project;
        this.classes = classes;
        this.directory = directory;
    }

    /** The two packagings. */
    private enum Packaging {
        USUAL("usual", List.of()),
        CACHEABLE("cacheable", List.of("-Dquarkus.package.jar.type=aot-jar"));

        private final String key;
        private final List<String> options;

        Packaging(String key, List<String> options) {
            this.key = key;
            this.options = options;
        }
    }

    /**
     * Packages the service.
     *
     * @throws NotMeasuredException if the build fails
     */
    PackagedApplication service() throws Exception {
        Path copy = copy("service", project, List.of("pom.xml", ".mvn", "src/build"));
        Directories.copy(classes, copy.resolve("target/classes"));
        // the compiler and the bill of materials would make again what the copy has
        return build("service", copy, List.of("-DskipTests", "-Dmaven.main.skip=true", "-Dcyclonedx.skip=true"));
    }

    /**
     * Packages a bare application.
     *
     * @param name the directory of its Maven module
     * @throws NotMeasuredException if the build fails
     */
    PackagedApplication bare(String name) throws Exception {
        Path copy = copy(name, project.resolve("src/bench/bare"), List.of("pom.xml", "resources", name + "/pom.xml"));
        Directories.copy(project.resolve(".mvn"), copy.resolve(".mvn"));
        return build(name, copy.resolve(name), List.of());
    }

    private Path copy(String name, Path from, List<String> files) throws IOException {
        Path copy = Directories.fresh(directory.resolve(name));
        for (String file : files) {
            Directories.copy(from.resolve(file), copy.resolve(file));
        }
        return copy;
    }

    private PackagedApplication build(String name, Path module, List<String> options) throws Exception {
        for (Packaging packaging : Packaging.values()) {
            build(name, module, packaging, options);
            Path place = Directories.fresh(place(name, packaging));
            Files.delete(place);
            Files.move(module.resolve("target/quarkus-app"), place);
        }
        return new PackagedApplication(place(name, Packaging.USUAL), place(name, Packaging.CACHEABLE));
    }

    private Path place(String name, Packaging packaging) {
        return directory.resolve(name + "-" + packaging.key);
    }

    private void build(String name, Path module, Packaging packaging, List<String> options) throws Exception {
        Path log = directory.resolve("build-" + name + "-" + packaging.key + ".log");
        List<String> command = new ArrayList<>(List.of(
                project.resolve("mvnw").toAbsolutePath().toString(),
                "--batch-mode",
                "--file",
                module.resolve("pom.xml").toAbsolutePath().toString(),
                "package"));
        command.addAll(packaging.options);
        command.addAll(options);
        command.addAll(options());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", Jdk.home());
        builder.environment().remove("MAVEN_BASEDIR"); // of the Maven that runs this JVM
        try (ChildProcess maven = ChildProcess.start(builder)) {
            if (maven.await("the build of " + name, LIMIT_MINUTES) != 0) {
                throw new NotMeasuredException("the build of " + name + " failed", firstError(log) + ", see " + log);
            }
        }
    }

    /** Returns the options by which this build has the same versions and artefacts as that of the run. */
    private static List<String> options() {
        List<String> options = new ArrayList<>(Arrays.asList(
                System.getProperty("bench.build.versions", "").trim().split("\\s+")));
        options.remove("");
        String repository = System.getProperty("bench.build.repository", "");
        if (!repository.isEmpty()) {
            options.add("-Dmaven.repo.local=" + repository);
        }
        if (Boolean.getBoolean("bench.build.offline")) {
            options.add("--offline");
        }
        return options;
    }

    private static String firstError(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.startsWith("[ERROR]") || line.startsWith("mvnw:"))
                    .findFirst()
                    .orElse("no error in its log");
        }
    }
}
