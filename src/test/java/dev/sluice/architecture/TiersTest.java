package dev.sluice.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.suite.api.SelectClasses;

/** Holds the tiers of the tests, which CONTRIBUTING.md describes: each test class has the tag of one of them. */
@Tag("fast")
class TiersTest {

    private static final String APPLICATION = "io.quarkus.test.junit.QuarkusTest";

    private static final Set<String> TIERS = Set.of("fast", "service", "campaign");

    /** A test that refers to one of these, itself or by a fixture, starts a process, a server or an application. */
    private static final Set<String> STARTERS =
            Set.of("java.lang.ProcessBuilder", "io.zonky.test.db.postgres.embedded.EmbeddedPostgres", APPLICATION);

    /** Surefire runs none of these classes by itself. */
    private static final Path APPLICATIONS = Path.of("src", "test", "applications.txt");

    /** The suites that run these classes. */
    private static final List<String> SUITES = List.of(
            "dev.sluice.ApplicationsTests",
            "dev.sluice.CampaignTests",
            "dev.sluice.ConfiguredApplicationsTests",
            "dev.sluice.EmbeddingTests");

    /** The longest classes that start no application by Quarkus. */
    private static final Set<String> LONGEST = Set.of(
            "dev.sluice.faults.FaultCampaignTest",
            "dev.sluice.embedding.EmbeddedApplicationTest",
            "dev.sluice.embedding.PackagedServiceTest");

    private static final Set<String> TESTS =
            Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "TestTemplate");

    /** The test classes alone: what they refer to is known by its name only, which takes a fraction of the time. */
    private static final JavaClasses CLASSES = ArchConfiguration.withThreadLocalScope(configuration -> {
        configuration.setResolveMissingDependenciesFromClassPath(false);
        return new ClassFileImporter()
                .withImportOption(new ImportOption.OnlyIncludeTests())
                .importPackages("dev.sluice");
    });

    /** Each top-level class of the tests, with the classes inside it. */
    private static final Map<JavaClass, List<JavaClass>> PARTS =
            CLASSES.stream().collect(Collectors.groupingBy(TiersTest::topLevel));

    private static JavaClass topLevel(JavaClass type) {
        return type.getEnclosingClass().map(TiersTest::topLevel).orElse(type.getBaseComponentType());
    }

    private static List<JavaClass> tests() {
        List<JavaClass> tests = PARTS.keySet().stream()
                .filter(each -> !each.getModifiers().contains(JavaModifier.ABSTRACT))
                .filter(TiersTest::hasTests)
                .toList();
        assertThat(tests).hasSizeGreaterThan(250);
        return tests;
    }

    private static boolean hasTests(JavaClass type) {
        return PARTS.get(type).stream()
                .flatMap(each -> each.getAllMethods().stream())
                .flatMap(method -> method.getAnnotations().stream())
                .anyMatch(annotation -> TESTS.contains(annotation.getRawType().getSimpleName()));
    }

    private static List<String> tags(JavaClass test) {
        return Arrays.stream(test.reflect().getAnnotationsByType(Tag.class))
                .map(Tag::value)
                .filter(TIERS::contains)
                .toList();
    }

    @Test
    @DisplayName("Each test class has one of the tags fast, service and campaign")
    void tagged() {
        assertThat(tests()).allSatisfy(test -> assertThat(tags(test)).hasSize(1));
    }

    @Test
    @DisplayName("A fast test starts no process, no server and no application")
    void fast() {
        assertThat(tests())
                .filteredOn(test -> tags(test).contains("fast"))
                .allSatisfy(test -> assertThat(started(test)).isEmpty());
    }

    /** Returns the starters that a test refers to, directly or by other test classes. */
    private static List<String> started(JavaClass test) {
        Set<JavaClass> seen = new HashSet<>(Set.of(test));
        Deque<JavaClass> next = new ArrayDeque<>(seen);
        Set<String> names = new HashSet<>();
        while (!next.isEmpty()) {
            for (JavaClass part : PARTS.get(next.remove())) {
                for (Dependency dependency : part.getDirectDependenciesFromSelf()) {
                    JavaClass target = topLevel(dependency.getTargetClass());
                    names.add(target.getName());
                    if (PARTS.containsKey(target) && seen.add(target)) {
                        next.add(target);
                    }
                }
            }
        }
        return names.stream().filter(STARTERS::contains).toList();
    }

    @Test
    @DisplayName("Each test that starts an application, and each of the longest, is in one suite and in the list")
    void applications() throws IOException {
        List<String> names = tests().stream()
                .filter(test -> test.isAnnotatedWith(APPLICATION) || LONGEST.contains(test.getName()))
                .map(JavaClass::getName)
                .sorted()
                .toList();
        assertThat(Files.readAllLines(APPLICATIONS))
                .filteredOn(line -> !line.startsWith("#"))
                .containsExactlyElementsOf(names.stream()
                        .map(name -> name.replace('.', '/') + ".java")
                        .toList());
        assertThat(SUITES.stream().flatMap(TiersTest::selected)).containsExactlyInAnyOrderElementsOf(names);
    }

    private static Stream<String> selected(String suite) {
        return Arrays.stream(
                CLASSES.get(suite).getAnnotationOfType(SelectClasses.class).names());
    }
}
