package dev.sluice.embedding;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

@Tag("fast")
@DisplayName("The artifact sluice-core")
class CoreArtifactTest {

    private static final String LOGGING = "org.jboss.logging..";

    private final CoreJar core = new CoreJar();

    @Test
    @DisplayName("needs agroal-api, agroal-pool and jspecify, and nothing else")
    void dependencies() {
        assertThat(core.dependencies()).containsExactly("agroal-api", "agroal-pool", "jspecify");
    }

    @Test
    @DisplayName("has the versions of the main pom")
    void versions() {
        Document main = CoreJar.parse(Path.of("pom.xml"));
        Document all = CoreJar.parse(Path.of("src", "all", "pom.xml"));
        for (String property : new String[] {"version", "agroal.version", "jspecify.version", "jar-plugin.version"}) {
            assertThat(CoreJar.property(core.pom(), property)).as(property).isEqualTo(CoreJar.property(main, property));
        }
        assertThat(CoreJar.property(all, "version")).isEqualTo(CoreJar.property(main, "version"));
    }

    @Test
    @DisplayName(
            "has no class that needs one of another library or of the rest of Sluice; log lines need JBoss Logging")
    void closed(@TempDir Path directory) throws IOException {
        core.unpackTo(directory);
        JavaClasses content = new ClassFileImporter().importPath(directory);
        String[] seen = {
            "java..",
            "javax..",
            "org.jspecify..",
            "io.agroal..",
            "dev.sluice.time..",
            "dev.sluice.value..",
            "dev.sluice.access..",
            "dev.sluice.admission..",
            "dev.sluice.pool..",
            "dev.sluice.control..",
            "dev.sluice.generic..",
            "dev.sluice.keyed..",
            "dev.sluice.tcp..",
            "dev.sluice.jdbc..",
            "dev.sluice.adapter.agroal..",
            "dev.sluice.adapter.jfr..",
            "jdk.jfr..",
            "dev.sluice.adapter.jmx..",
            "dev.sluice.adapter.logging..",
            LOGGING
        };
        classes().should().onlyDependOnClassesThat().resideInAnyPackage(seen).check(content);
        classes()
                .that()
                .resideOutsideOfPackage("dev.sluice.adapter.logging..")
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackage(LOGGING)
                .check(content);
        assertThat(content.contain("dev.sluice.jdbc.JdbcPool")).isTrue();
        assertThat(content.contain("dev.sluice.adapter.jmx.BatchBeans")).isFalse();
    }
}
