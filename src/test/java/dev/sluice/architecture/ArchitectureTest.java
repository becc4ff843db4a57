package dev.sluice.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules for the shape of the code. Each rule has its reason. */
@Tag("fast")
class ArchitectureTest {

    private static final JavaClasses SLUICE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.sluice");

    private static final String TIME = "dev.sluice.time..";
    private static final String VALUE = "dev.sluice.value..";
    private static final String ACCESS = "dev.sluice.access..";
    private static final String AUDIT = "dev.sluice.audit..";
    private static final String ADMISSION = "dev.sluice.admission..";
    private static final String POOL = "dev.sluice.pool..";
    private static final String KEYED = "dev.sluice.keyed..";
    private static final String GENERIC = "dev.sluice.generic..";
    private static final String JDBC = "dev.sluice.jdbc..";
    private static final String BATCH = "dev.sluice.batch..";
    private static final String ROWS = "dev.sluice.batch.rows..";
    private static final String DISTRIBUTED = "dev.sluice.batch.distributed..";
    private static final String TCP = "dev.sluice.tcp..";
    private static final String CONTROL = "dev.sluice.control..";
    private static final String QUARKUS = "dev.sluice.adapter.quarkus..";
    private static final String AGROAL = "dev.sluice.adapter.agroal..";
    private static final String CLI = "dev.sluice.adapter.cli..";
    private static final String[] CORE = {TIME, VALUE, ACCESS, ADMISSION, POOL, CONTROL};
    private static final String[] PLAIN_JAVA = {
        "java..", "javax.crypto..", "javax.sql..", "javax.transaction.xa..", "org.jspecify.."
    };

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(SLUICE);
    }

    private static String[] and(String[] packages, String... more) {
        List<String> all = new ArrayList<>(Arrays.asList(packages));
        all.addAll(Arrays.asList(more));
        return all.toArray(String[]::new);
    }

    @Test
    @DisplayName("the rules read the code: the core is among the imported classes")
    void looksAtTheCode() {
        for (String packageOfCore : and(CORE, JDBC, KEYED, GENERIC, TCP, BATCH, ROWS)) {
            assertThat(SLUICE.that(resideInAnyPackage(packageOfCore)))
                    .as(packageOfCore)
                    .isNotEmpty();
        }
    }

    @Test
    @DisplayName("the core sees the JDK, JSpecify and itself")
    void coreIsPlainJava() {
        check(classes()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(and(PLAIN_JAVA, CORE))
                .because("the core is built, tested and understood without a framework, and runs inside any"));
    }

    @Test
    @DisplayName("the JDBC pool sees the core and Agroal")
    void jdbcIsPlainJavaAndAgroal() {
        check(classes()
                .that()
                .resideInAPackage(JDBC)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(and(PLAIN_JAVA, TIME, VALUE, ADMISSION, POOL, JDBC, "io.agroal.."))
                .because("Agroal is one store among others, and must not reach beyond its own package"));
    }

    @ParameterizedTest
    @ValueSource(strings = {KEYED, GENERIC, TCP})
    @DisplayName("a kind of pool sees time, values, admission and the pool, and no other kind of pool")
    void kindsArePlainJava(String kind) {
        check(classes()
                .that()
                .resideInAPackage(kind)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(and(PLAIN_JAVA, "javax.net..", TIME, VALUE, ADMISSION, POOL, kind))
                .because("it is built over the managed pool like any other kind, and needs no other one"));
        check(noClasses()
                .that()
                .resideInAnyPackage(TIME, ADMISSION, POOL, CONTROL, JDBC)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(kind)
                .because("what serves every kind of pool knows none of them"));
    }

    @Test
    @DisplayName(
            "the engine of batches sees time and values only, a batch over JDBC the pool of that, and no pool sees a batch")
    void batchIsPlainJava() {
        check(classes()
                .that()
                .resideInAPackage("dev.sluice.batch")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(and(PLAIN_JAVA, TIME, VALUE, "dev.sluice.batch", "org.HdrHistogram"))
                .because("how jobs are run has nothing to do with what they do"));
        check(classes()
                .that()
                .resideInAPackage("dev.sluice.batch.jdbc..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(and(PLAIN_JAVA, TIME, VALUE, ADMISSION, POOL, JDBC, BATCH))
                .because("a batch uses pools as any caller does"));
        check(noClasses()
                .that()
                .resideInAnyPackage(TIME, ADMISSION, POOL, CONTROL, JDBC, KEYED, GENERIC, TCP)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(BATCH)
                .because("a pool does not know what it is used for"));
    }

    @Test
    @DisplayName(
            "distributed batches use the packages of a batch over JDBC, and db-scheduler, which no other package uses")
    void distributedBatches() {
        assertThat(SLUICE.that(resideInAnyPackage(DISTRIBUTED))).isNotEmpty();
        check(classes()
                .that()
                .resideInAPackage(DISTRIBUTED)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(and(
                        PLAIN_JAVA,
                        TIME,
                        VALUE,
                        ADMISSION,
                        POOL,
                        JDBC,
                        "dev.sluice.batch",
                        "dev.sluice.batch.jdbc..",
                        ROWS,
                        DISTRIBUTED,
                        "io.agroal.api..",
                        "org.HdrHistogram",
                        "com.fasterxml.jackson..",
                        "com.github.kagkarlsson.."))
                .because("it does chunks as a local batch does, and only hands them out in another way"));
        onlyIn("it could be another queue", "com.github.kagkarlsson..", DISTRIBUTED);
    }

    @Test
    @DisplayName("the rows of a batch use its engine and readers of files, and no database")
    void rowsArePlainJava() {
        check(classes()
                .that()
                .resideInAPackage(ROWS)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(and(PLAIN_JAVA, VALUE, "dev.sluice.batch", ROWS, "com.fasterxml.jackson.."))
                .because("rows are the same wherever they go"));
    }

    @Test
    @DisplayName(
            "time uses no other package, admission uses time, the store uses both, and none of them uses its users")
    void directions() {
        check(noClasses()
                .that()
                .resideInAPackage(TIME)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(VALUE, ADMISSION, POOL, JDBC, TCP, CONTROL, "dev.sluice.adapter..")
                .because("clocks know nothing of what is timed"));
        check(classes()
                .that()
                .resideInAPackage(VALUE)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(and(PLAIN_JAVA, TIME, VALUE))
                .because("a text means the same wherever it is read"));
        check(noClasses()
                .that()
                .resideInAPackage(ADMISSION)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(POOL, JDBC, TCP, CONTROL, "dev.sluice.adapter..")
                .because("the gate decides who enters, whatever is behind it"));
        check(noClasses()
                .that()
                .resideInAPackage("dev.sluice.pool.store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.sluice.pool", JDBC, TCP, CONTROL, "dev.sluice.adapter..")
                .because("a store does what it is told, and never waits or decides"));
        check(noClasses()
                .that()
                .resideInAPackage(POOL)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(JDBC, TCP, CONTROL, "dev.sluice.adapter..")
                .because("every operation is written once, for every kind of resource"));
        check(noClasses()
                .that()
                .resideInAnyPackage(JDBC, TCP, CONTROL)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.sluice.adapter..")
                .because("adapters translate to the core; the core does not know them"));
        check(noClasses()
                .that()
                .resideInAPackage(CONTROL)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(JDBC, TCP)
                .because("the manager manages pools of anything"));
    }

    @Test
    @DisplayName("access uses time only, the audit log uses access, time and values, and no pool uses the log")
    void accessAndAudit() {
        check(classes()
                .that()
                .resideInAPackage(ACCESS)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(and(PLAIN_JAVA, TIME, VALUE, ACCESS))
                .because("who may do what is decided without any transport"));
        check(classes()
                .that()
                .resideInAPackage(AUDIT)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(and(PLAIN_JAVA, TIME, VALUE, ACCESS, AUDIT, "com.fasterxml.jackson.."))
                .because("the log is read and checked without a service"));
        check(noClasses()
                .that()
                .resideInAnyPackage(TIME, VALUE, ACCESS, ADMISSION, POOL, JDBC, KEYED, GENERIC, TCP, CONTROL)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(AUDIT)
                .because("the control port writes events to access.AuditTrail, wherever they go"));
    }

    @Test
    @DisplayName("adapters do not use each other, except the wiring")
    void adaptersAreStrangers() {
        check(slices().matching("dev.sluice.adapter.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(resideInAnyPackage(QUARKUS, AGROAL), DescribedPredicate.alwaysTrue())
                .because("each adapter can be left out, and only adapter.quarkus and adapter.agroal do the wiring"));
    }

    @Test
    @DisplayName("the commands use time, their parser and JSON, and no other part of the service")
    void commandsAreClients() {
        assertThat(SLUICE.that(resideInAnyPackage(CLI))).isNotEmpty();
        check(classes()
                .that()
                .resideInAPackage(CLI)
                .and()
                .haveNameNotMatching(".*\\.(Main|VersionText|StartRehearsal|Batch\\w*)(\\$.*)?")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(and(
                        PLAIN_JAVA,
                        TIME,
                        VALUE,
                        ACCESS,
                        AUDIT,
                        CLI,
                        "javax.net..",
                        "picocli..",
                        "com.fasterxml.jackson.."))
                .because("they know a service by what it says over HTTP, and work with one of another version"));
    }

    @Test
    @DisplayName("orders of batches use the runs and the names of pools, and no surface")
    void batchControlIsNoSurface() {
        check(classes()
                .that()
                .resideInAPackage("dev.sluice.batch.control..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(and(
                        PLAIN_JAVA,
                        TIME,
                        VALUE,
                        ACCESS,
                        ADMISSION,
                        JDBC,
                        BATCH,
                        "dev.sluice.control",
                        "com.fasterxml.jackson.."))
                .because("command line, REST and JMX are views of the same"));
        check(noClasses()
                .that()
                .resideInAnyPackage("dev.sluice.batch", "dev.sluice.batch.jdbc..", ROWS)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.sluice.batch.control..")
                .because("a batch runs without anybody who operates it"));
    }

    @Test
    @DisplayName("no cycle exists between packages")
    void noCycles() {
        check(slices().matching("dev.sluice.(**)")
                .should()
                .beFreeOfCycles()
                .because("a package can be understood before those that use it"));
    }

    @Test
    @DisplayName("no cycle exists between the top-level classes of a package, except the known ones")
    void noCyclesOfClasses() {
        Set<Set<String>> known =
                KnownCycles.all().stream().map(KnownCycles.Known::classes).collect(Collectors.toSet());
        assertThat(ClassCycles.of(SLUICE))
                .as("a class can be understood before those that use it; a cycle that is gone leaves the list")
                .containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    @DisplayName("the search for cycles finds classes that use each other, also through nested classes")
    void findsCyclesOfClasses() {
        Set<Set<String>> found = ClassCycles.of(new ClassFileImporter()
                .importClasses(ClassCycles.class, KnownCycles.class, Chicken.class, Chicken.Hen.class, Egg.class));
        assertThat(found).containsExactly(Set.of(Chicken.class.getName(), Egg.class.getName()));
    }

    @Test
    @DisplayName("each technology of the edge stays in its adapter")
    void technologiesStayAtTheEdge() {
        onlyIn("JMX is one way to look at the pools, not the way", "javax.management..", "dev.sluice.adapter.jmx..");
        onlyIn(
                "REST is one way to steer the pools, not the way",
                "jakarta.ws.rs..",
                "dev.sluice.adapter.rest..",
                "dev.sluice.adapter.console..");
        onlyIn(
                "health is one question among others",
                "org.eclipse.microprofile.health..",
                "dev.sluice.adapter.health..");
        onlyIn("an application that embeds the jar has no commands of ours, and no picocli", "picocli..", CLI);
        onlyIn("the core counts for itself; meters read it", "io.micrometer..", "dev.sluice.adapter.metrics..");
        onlyIn("a pool works without a tracer, and with any", "io.opentelemetry..", "dev.sluice.adapter.telemetry..");
    }

    private static void onlyIn(String because, String technology, String... homes) {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(homes)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(technology)
                .because(because));
    }

    private static final ArchRule CLOCKS_AND_THREADS = noClasses()
            .that()
            .resideOutsideOfPackages(TIME, QUARKUS)
            .should()
            .accessTargetWhere(DescribedPredicate.describe(
                    "it reads a clock, sleeps, or makes a thread or an executor",
                    access -> isSeam(access.getTarget().getOwner(), access.getName())))
            .because("a test moves time by hand, and every thread has an owner that ends it");

    private static boolean isSeam(JavaClass owner, String member) {
        return owner.isEquivalentTo(System.class) && (member.equals("nanoTime") || member.equals("currentTimeMillis"))
                || owner.isEquivalentTo(Instant.class) && member.equals("now")
                || owner.isEquivalentTo(Thread.class) && (member.equals("sleep") || member.equals("<init>"))
                || owner.isAssignableTo(ThreadPoolExecutor.class) && member.equals("<init>")
                || owner.isEquivalentTo(Executors.class);
    }

    @Test
    @DisplayName("clocks are read and threads are made in time and in adapter.quarkus only")
    void timeIsASeam() {
        check(CLOCKS_AND_THREADS);
    }

    @Test
    @DisplayName("the rule of clocks and threads finds calls and method references alike")
    void timeRuleFinds() {
        for (Class<?> offender :
                List.of(ReadsNanos.class, RefersToNanos.class, ReadsInstant.class, MakesThread.class)) {
            assertThat(CLOCKS_AND_THREADS
                            .evaluate(new ClassFileImporter().importClasses(offender))
                            .hasViolation())
                    .as(offender.getSimpleName())
                    .isTrue();
        }
    }

    private static final class ReadsNanos {
        final long now = System.nanoTime();
    }

    private static final class RefersToNanos {
        final LongSupplier now = System::nanoTime;
    }

    private static final class ReadsInstant {
        final Instant now = Instant.now();
    }

    private static final class MakesThread {
        final Thread thread = new Thread();
    }

    @Test
    @DisplayName("a class receives its dependencies by its constructor")
    void noFieldInjection() {
        check(noFields()
                .should()
                .beAnnotatedWith("jakarta.inject.Inject")
                .because("a class that is made by new in a test needs no container"));
    }

    @Test
    @DisplayName("the name of a class is a noun")
    void names() {
        check(noClasses()
                .should()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .because("such a name says that nobody knew what the class is"));
    }
}

/** Knows {@link Egg} through a nested class. */
final class Chicken {

    record Hen(Egg egg) {}
}

/** Knows {@link Chicken} as an array. */
final class Egg {

    private final Chicken[] chickens = {};

    int count() {
        return chickens.length;
    }
}
