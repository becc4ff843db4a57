package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The builds of the applications that the benchmark starts, with a script in the place of Maven. */
@Tag("service")
@DisplayName("The benchmark builds its applications")
class ApplicationBuildTest {

    /** Packages the project, or fails if there is a file "broken" beside the script. Notes its arguments. */
    private static final String MAVEN = """
            #!/bin/sh
            here=$(dirname "$0")
            echo "$@" >>"$here/calls"
            while [ "$1" != --file ]; do shift; done
            project=$(dirname "$2")
            if [ -e "$here/broken" ]; then
              echo '[INFO] Scanning'
              echo '[ERROR] no such artefact'
              echo '[ERROR] help'
              exit 1
            fi
            mkdir -p "$project/target/quarkus-app"
            echo "$*" >"$project/target/quarkus-app/quarkus-run.jar"
            """;

    @TempDir
    Path directory;

    private BenchClasses classes;
    private Path project;
    private Path built;
    private Object build;

    @BeforeEach
    void project() throws Exception {
        classes = BenchClasses.compile(Files.createDirectory(directory.resolve("classes")), "ApplicationBuild");
        project = Files.createDirectory(directory.resolve("project"));
        Files.setPosixFilePermissions(write("mvnw", MAVEN), PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String file : List.of(
                "pom.xml",
                ".mvn/jvm.config",
                "src/build/bin/sluice",
                "src/bench/bare/pom.xml",
                "src/bench/bare/resources/application.properties",
                "src/bench/bare/same/pom.xml",
                "src/bench/bare/few/pom.xml",
                "target/classes/Service.class")) {
            write(file, file);
        }
        built = project.resolve("target/bench/start");
        build = classes.create("ApplicationBuild", project, project.resolve("target/classes"), built);
    }

    @AfterEach
    void close() throws IOException {
        classes.close();
    }

    private Path write(String file, String text) throws IOException {
        Path path = project.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(project.resolve("calls"));
    }

    private static Path jar(Object application, String packaging) throws Exception {
        return ((Path) BenchClasses.call(application, packaging)).resolve("quarkus-run.jar");
    }

    @Test
    @DisplayName("The service is packaged from the compiled classes, in both packagings")
    void service() throws Exception {
        Object service = BenchClasses.call(build, "service");
        assertThat(jar(service, "usual")).content().doesNotContain("aot-jar");
        assertThat(jar(service, "cacheable")).content().contains("-Dquarkus.package.jar.type=aot-jar");
        assertThat(calls()).hasSize(2).allMatch(call -> call.contains("-Dmaven.main.skip=true"));
        assertThat(built.resolve("service/target/classes/Service.class")).exists();
        assertThat(built.resolve("service/src/build/bin/sluice")).exists();
    }

    @Test
    @DisplayName("Each bare application is packaged from its own copy, in both packagings")
    void bare() throws Exception {
        for (String name : List.of("same", "few")) {
            Object application = BenchClasses.call(build, "bare", name);
            assertThat(jar(application, "usual")).content().doesNotContain("aot-jar");
            assertThat(jar(application, "cacheable")).content().contains("-Dquarkus.package.jar.type=aot-jar");
            assertThat(built.resolve(name).resolve("pom.xml")).hasContent("src/bench/bare/pom.xml");
            assertThat(built.resolve(name).resolve(".mvn/jvm.config")).exists();
        }
        assertThat(calls()).hasSize(4);
    }

    @Test
    @DisplayName("Nothing changes outside the directory of the run, and a second run begins afresh")
    void apart() throws Exception {
        BenchClasses.call(build, "service");
        Files.writeString(built.resolve("service/stale"), "");
        BenchClasses.call(build, "service");
        assertThat(built.resolve("service/stale")).doesNotExist();
        try (Stream<Path> target = Files.list(project.resolve("target"))) {
            assertThat(target.map(Path::getFileName).map(Path::toString)).containsExactlyInAnyOrder("bench", "classes");
        }
        assertThat(project.resolve("src/bench/bare/same/target")).doesNotExist();
    }

    @Test
    @DisplayName("A failed build is the reason why the application is not measured, with its first error")
    void broken() throws Exception {
        write("broken", "");
        assertThatThrownBy(() -> BenchClasses.call(build, "service"))
                .hasMessage("not measured: the build of service failed")
                .satisfies(e -> assertThat(BenchClasses.call(e, "details"))
                        .isEqualTo("[ERROR] no such artefact, see " + built.resolve("build-service-usual.log")));
    }
}
