package dev.sluice.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs a copy of {@code mvnw} as a process that sees nothing of this machine but the tools a test gives it: its own
 * PATH, its own home, no other environment. The Maven that it fetches has a few bytes, and prints how it was started.
 */
@Tag("service")
class MavenWrapperTest {

    private static final String VERSION = "3.9.11";
    private static final String ZIP = "apache-maven-" + VERSION + "-bin.zip";
    private static final String IN_REPOSITORY = "/org/apache/maven/apache-maven/" + VERSION + "/" + ZIP;
    private static final long PATIENCE_SECONDS = 180;

    /** Prints who it is, where it runs and each argument on its own line; ends as FAKE_EXIT says. */
    private static final String ECHO = """
            echo "maven: %s"
            echo "in: $(pwd -P)"
            for argument in "$@"; do printf 'argument: <%%s>\\n' "$argument"; done
            exit "${FAKE_EXIT:-0}"
            """;

    private static final String PINNED_MAVEN = "#!/bin/sh\n" + ECHO.formatted("pinned");

    @TempDir
    Path temp;

    private Path project;
    private Path home;
    private Path tools;
    private Path elsewhere;
    private HttpServer server;
    private ExecutorService serverThreads;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Map<String, String> environment = new TreeMap<>();

    @BeforeAll
    static void onlyWhereThereIsAPosixShell() {
        assumeFalse(File.separatorChar == '\\', "mvnw needs a POSIX shell; on Windows its twin mvnw.cmd is used");
    }

    @BeforeEach
    void layOut() throws Exception {
        temp = temp.toRealPath();
        project = Files.createDirectories(temp.resolve("a project"));
        home = Files.createDirectories(temp.resolve("a home"));
        tools = Files.createDirectories(temp.resolve("tools"));
        elsewhere = Files.createDirectories(temp.resolve("else where"));
        Files.copy(Path.of("mvnw").toAbsolutePath(), project.resolve("mvnw"), StandardCopyOption.COPY_ATTRIBUTES);
        for (String tool : List.of("sed", "dirname", "mktemp", "mkdir", "mv", "rm", "chmod")) {
            give(tool);
        }
        tool("java", "exit 0");
        environment.put("PATH", tools.toString());
        environment.put("HOME", home.toString());

        serverThreads = Executors.newCachedThreadPool();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(serverThreads);
        server.start();
        environment.put(
                "MVNW_REPOURL", "http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void stopServer() {
        if (server != null) {
            server.stop(0);
            serverThreads.shutdownNow();
        }
    }

    // ---- the first way: mvn on the PATH

    @ParameterizedTest
    @ValueSource(strings = {"3.9.0", "3.9.16", "3.10.1", "4.0.0-rc-5", "10.1.0"})
    void aMavenOnThePathThatIsNewEnoughIsUsed(String version) throws Exception {
        mavenOnThePath(version, ECHO.formatted("on the PATH"));
        cache(PINNED_MAVEN);

        Run run = mvnw("verify");

        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("maven: on the PATH", "argument: <verify>");
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.2.1", "3.0.5", "3.8.7"})
    void aMavenOnThePathThatIsTooOldDoesNotBuild(String version) throws Exception {
        mavenOnThePath(version, ECHO.formatted("too old"));
        cache(PINNED_MAVEN);

        assertThat(mvnw("verify").out()).contains("maven: pinned").doesNotContain("maven: too old");
    }

    @Test
    void aVersionInBoldIsStillRead() throws Exception {
        tool("mvn", "printf '\\033[1mApache Maven 3.9.9 (x)\\033[m\\n'");

        assertThat(mvnw("verify").exit()).isZero();
    }

    @Test
    void aMavenOnThePathThatDoesNotStartIsPassedOver() throws Exception {
        tool("mvn", "echo broken >&2; exit 7");
        cache(PINNED_MAVEN);

        Run run = mvnw("verify");

        assertThat(run.out()).contains("maven: pinned");
        assertThat(run.err()).isEmpty();
    }

    // ---- the second way: what an earlier run fetched

    @Test
    void aMavenThatWasFetchedBeforeIsUsedWithoutAskingAnyone() throws Exception {
        cache(PINNED_MAVEN);

        Run run = mvnw("-B", "verify");

        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("maven: pinned", "argument: <-B>", "argument: <verify>");
        assertThat(run.err()).isEmpty();
        assertThat(requests).isEmpty();
    }

    @Test
    void theSecondRunDoesNotFetchAgain() throws Exception {
        downloadsWork();

        assertThat(mvnw("first").out()).contains("argument: <first>");
        assertThat(mvnw("second").out()).contains("argument: <second>");

        assertThat(requests).containsExactly(IN_REPOSITORY);
    }

    @Test
    void aMavenThatWasFetchedUnderAnotherChecksumIsNotUsed() throws Exception {
        cache("#!/bin/sh\n" + ECHO.formatted("another"));
        downloadsWork();

        assertThat(mvnw("verify").out()).contains("maven: pinned");
        assertThat(requests).hasSize(1);
    }

    @Test
    void theCacheLiesWhereMavenUserHomeSays() throws Exception {
        downloadsWork();
        Path other = temp.resolve("other home");
        environment.put("MAVEN_USER_HOME", other.toString());

        assertThat(mvnw("verify").exit()).isZero();

        assertThat(filesBelow(other)).anyMatch(file -> file.endsWith("/bin/mvn"));
        assertThat(filesBelow(home)).isEmpty();
    }

    // ---- the third way: an older mvn fetches it by its name

    @Test
    void anOlderMavenFetchesThePinnedOneByItsName() throws Exception {
        Path zip = pinned(zipWith(PINNED_MAVEN));
        anOlderMavenThatFetches(zip);
        giveOneOf("sha512sum", "shasum", "openssl");
        giveOneOf("unzip", "python3");

        Run run = mvnw("-B", "verify");

        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("maven: pinned", "in: " + elsewhere, "argument: <-B>", "argument: <verify>");
        assertThat(run.err()).isEmpty();
        assertThat(requests).isEmpty();
        assertThat(Files.readString(temp.resolve("fetched-with")))
                .contains(
                        ":copy\n",
                        "-Dartifact=org.apache.maven:apache-maven:" + VERSION + ":zip:bin\n",
                        "in: " + home.resolve(".m2/wrapper/dists/.fetch."))
                .doesNotContain("verify");
    }

    @Test
    void theOlderMavenIsToldWhichRepositoryAndSettingsTheCallerNamed() throws Exception {
        anOlderMavenThatFetches(pinned(zipWith(PINNED_MAVEN)));
        giveOneOf("sha512sum", "shasum", "openssl");
        giveOneOf("unzip", "python3");

        Run run = mvnw("-Dmaven.repo.local=a repository", "--offline", "-s", "my settings.xml", "-Dother=x", "verify");

        assertThat(run.out()).contains("maven: pinned", "argument: <-Dmaven.repo.local=a repository>");
        assertThat(Files.readString(temp.resolve("fetched-with")))
                .contains("\n-Dmaven.repo.local=" + elsewhere.resolve("a repository") + "\n-o\n-s\n"
                        + elsewhere.resolve("my settings.xml") + "\n")
                .doesNotContain("-Dother=x");
    }

    @Test
    void whatTheOlderMavenFetchedIsRefusedUnderAnotherChecksum() throws Exception {
        Path other = Files.write(temp.resolve("other.zip"), zipWith("#!/bin/sh\necho unpinned\n"));
        pinned(zipWith(PINNED_MAVEN));
        anOlderMavenThatFetches(other);
        giveOneOf("sha512sum", "shasum", "openssl");
        giveOneOf("unzip", "python3");

        refusesWith("its SHA-512 is " + sha512(Files.readAllBytes(other)));
    }

    @Test
    void whereTheOlderMavenCannotFetchTheZipIsDownloaded() throws Exception {
        mavenOnThePath("3.8.7", "echo '[ERROR] not found'; exit 1");
        downloadsWork();

        Run run = mvnw("verify");

        assertThat(run.out()).contains("maven: pinned").doesNotContain("[ERROR]");
        assertThat(run.err()).isEmpty();
        assertThat(requests).containsExactly(IN_REPOSITORY);
    }

    @Test
    void offlineForbidsTheDownload() throws Exception {
        downloadsWork();

        refusesWith("-o forbids to download it", "-o", "verify");
        refusesWith("--offline forbids to download it", "--offline", "verify");
        assertThat(requests).isEmpty();
    }

    // ---- the last way: a download

    @ParameterizedTest
    @CsvSource({
        "curl, sha512sum, unzip",
        "wget, sha512sum, unzip",
        "curl, shasum, unzip",
        "curl, openssl, unzip",
        "curl, sha512sum, python3",
    })
    void aDownloadNeedsOneToolOfEachKind(String downloader, String hasher, String unpacker) throws Exception {
        serve(pinned(zipWith(PINNED_MAVEN)));
        for (String tool : List.of(downloader, hasher, unpacker)) {
            assumeTrue(give(tool), () -> "there is no " + tool + " here");
        }

        Run run = mvnw("verify");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("maven: pinned", "argument: <verify>");
        assertThat(run.exit()).isZero();
        assertThat(requests).containsExactly(IN_REPOSITORY);
        assertThat(filesBelow(home))
                .as("the cache holds the unpacked Maven and no remains")
                .singleElement()
                .asString()
                .endsWith("/apache-maven-" + VERSION + "/bin/mvn");
    }

    @Test
    void theJarToolOfTheJdkUnpacksToo() throws Exception {
        Path jdk = Path.of(System.getProperty("java.home"));
        assumeTrue(Files.isExecutable(jdk.resolve("bin/jar")), "the tests run on a JRE, which has no jar tool");
        serve(pinned(zipWith(PINNED_MAVEN)));
        giveOneOf("curl", "wget");
        giveOneOf("sha512sum", "shasum", "openssl");
        environment.put("JAVA_HOME", jdk.toString());

        assertThat(mvnw("verify").out()).contains("maven: pinned");
    }

    @Test
    void withoutARepositoryOfItsOwnTheDownloadComesFromTheArchive() throws Exception {
        Path zip = pinned(zipWith(PINNED_MAVEN));
        downloadTools();
        give("cp");
        tool("curl", """
                for argument in "$@"; do [ "$before" != -o ] || into=$argument; before=$argument; done
                printf '%%s' "$argument" >'%s' && cp '%s' "$into"
                """.formatted(temp.resolve("asked-for"), zip));
        environment.remove("MVNW_REPOURL");

        assertThat(mvnw("verify").out()).contains("maven: pinned");

        assertThat(temp.resolve("asked-for"))
                .hasContent("https://archive.apache.org/dist/maven/maven-3/" + VERSION + "/binaries/" + ZIP);
    }

    @Test
    void aDownloadUnderAnotherChecksumIsRefused() throws Exception {
        pinned(zipWith(PINNED_MAVEN));
        byte[] other = zipWith("#!/bin/sh\necho unpinned\n");
        serve(Files.write(temp.resolve("other.zip"), other));
        downloadTools();

        refusesWith("its SHA-512 is " + sha512(other));
    }

    @Test
    void aTruncatedDownloadIsRefused() throws Exception {
        byte[] whole = zipWith(PINNED_MAVEN);
        pinned(whole);
        serve(Files.write(temp.resolve("half.zip"), Arrays.copyOf(whole, whole.length / 2)));
        downloadTools();

        refusesWith("refused " + ZIP);
    }

    @Test
    void whatIsPinnedButNotAZipIsRefused() throws Exception {
        serve(pinned("<html>not a zip</html>".getBytes(UTF_8)));
        downloadTools();

        refusesWith("could not unpack " + ZIP);
    }

    @Test
    void anUnreachableServerIsReported() throws Exception {
        pinned(zipWith(PINNED_MAVEN));
        downloadTools();
        server.stop(0);

        refusesWith("could not download " + environment.get("MVNW_REPOURL") + IN_REPOSITORY);
    }

    @Test
    void aServerThatDoesNotHaveItIsReportedWithoutThePasswordInItsAddress() throws Exception {
        pinned(zipWith(PINNED_MAVEN));
        downloadTools();
        String address = environment.get("MVNW_REPOURL");
        environment.put("MVNW_REPOURL", address.replace("http://", "http://joe:secret@") + "/");

        refusesWith("could not download " + address + IN_REPOSITORY);
    }

    @Test
    void itIsSaidThatTheOlderMavenFailedAsWell() throws Exception {
        mavenOnThePath("3.8.7", "exit 1");
        pinned(zipWith(PINNED_MAVEN));
        downloadTools();

        refusesWith("nor could the mvn 3.8 here fetch it by its name");
    }

    @Test
    void twoFirstRunsAtTheSameTimeBothBuild() throws Exception {
        Path zip = pinned(zipWith(PINNED_MAVEN));
        downloadTools();
        CyclicBarrier bothAsked = new CyclicBarrier(2);
        serve(zip, bothAsked);

        Started one = start("one");
        Started two = start("two");

        assertThat(one.await().out()).contains("maven: pinned", "argument: <one>");
        assertThat(two.await().out()).contains("maven: pinned", "argument: <two>");
        assertThat(requests).hasSize(2);
        assertThat(filesBelow(home)).hasSize(1);
    }

    // ---- what it cannot do without

    @Test
    void withoutJavaItSaysSo() throws Exception {
        Files.delete(tools.resolve("java"));
        cache(PINNED_MAVEN);

        refusesWith("no java: put a JDK on the PATH");
    }

    @Test
    void aJavaHomeWithoutJavaIsNamed() throws Exception {
        environment.put("JAVA_HOME", elsewhere.toString());
        cache(PINNED_MAVEN);

        refusesWith("no java: JAVA_HOME is " + elsewhere);
    }

    @Test
    void withoutADownloaderItSaysSo() throws Exception {
        pinned(zipWith(PINNED_MAVEN));

        refusesWith("there is neither curl nor wget");
    }

    @Test
    void withoutAMeansToVerifyNothingIsUnpacked() throws Exception {
        serve(pinned(zipWith(PINNED_MAVEN)));
        giveOneOf("curl", "wget");
        giveOneOf("unzip", "python3");

        refusesWith("there is no sha512sum, no shasum and no openssl");
    }

    @Test
    void withoutAMeansToUnpackItSaysSo() throws Exception {
        serve(pinned(zipWith(PINNED_MAVEN)));
        giveOneOf("curl", "wget");
        giveOneOf("sha512sum", "shasum", "openssl");

        refusesWith("there is no unzip, no jar and no python3");
    }

    @Test
    void withoutAPinItSaysSo() throws Exception {
        refusesWith("no mavenVersion and distributionSha512Sum in ");
    }

    @Test
    void aHomeThatCannotBeWrittenToIsNamed() throws Exception {
        downloadsWork();
        Path file = Files.createFile(temp.resolve("file"));
        environment.put("MAVEN_USER_HOME", file.toString());

        refusesWith("cannot write to " + file);
    }

    // ---- what passes through

    @Test
    void argumentsPassThroughAsTheyAreGiven() throws Exception {
        List<String> arguments = List.of(
                "-Dname=two words",
                "",
                " ",
                "it's",
                "say \"hi\"",
                "$HOME",
                "`echo no`",
                "*",
                "back\\slash\\n",
                "a;b&c|d",
                "-e",
                "%s",
                "two\nlines");
        String expected = arguments.stream()
                .map(argument -> "argument: <" + argument + ">\n")
                .collect(Collectors.joining());
        downloadsWork();

        assertThat(mvnw(arguments).out()).as("when it is fetched").endsWith(elsewhere + "\n" + expected);
        assertThat(mvnw(arguments).out()).as("from the cache").endsWith(elsewhere + "\n" + expected);
        mavenOnThePath("3.9.9", ECHO.formatted("on the PATH"));
        assertThat(mvnw(arguments).out()).as("from the PATH").endsWith(elsewhere + "\n" + expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 137})
    void theExitCodeIsTheOneOfMaven(int exit) throws Exception {
        environment.put("FAKE_EXIT", String.valueOf(exit));
        downloadsWork();

        assertThat(mvnw("verify").exit()).as("when it is fetched").isEqualTo(exit);
        assertThat(mvnw("verify").exit()).as("from the cache").isEqualTo(exit);
        mavenOnThePath("3.9.9", ECHO.formatted("on the PATH"));
        assertThat(mvnw("verify").exit()).as("from the PATH").isEqualTo(exit);
    }

    @Test
    void whatIsTypedGoesToMavenAlone() throws Exception {
        mavenOnThePath("3.9.9", "read line; echo \"typed: $line\"");
        Files.writeString(temp.resolve("typed"), "yes\n");

        Run run = start(temp.resolve("typed").toFile(), List.of("verify")).await();

        assertThat(run.out()).contains("typed: yes");
    }

    // ---- the files of the checkout itself

    @Test
    void theCheckoutPinsAVersionAndAWholeChecksum() throws Exception {
        assertThat(Files.isExecutable(Path.of("mvnw"))).isTrue();
        assertThat(Files.readString(Path.of(".mvn/wrapper/maven-wrapper.properties")))
                .containsPattern("(?m)^mavenVersion=3\\.(9|[1-9][0-9])\\.[0-9]+$")
                .containsPattern("(?m)^distributionSha512Sum=[0-9a-f]{128}$");
    }

    // ---- helpers

    private record Run(int exit, String out, String err) {}

    private record Started(Process process, Path out, Path err) {

        Run await() throws Exception {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
                throw new TimeoutException("mvnw did not end within " + PATIENCE_SECONDS + " s");
            }
            return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
        }
    }

    private Run mvnw(String... arguments) throws Exception {
        return mvnw(List.of(arguments));
    }

    private Run mvnw(List<String> arguments) throws Exception {
        return start(new File("/dev/null"), arguments).await();
    }

    private Started start(String... arguments) throws IOException {
        return start(new File("/dev/null"), List.of(arguments));
    }

    private Started start(File input, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(project.resolve("mvnw").toString());
        command.addAll(arguments);
        Path out = Files.createTempFile(temp, "out", ".txt");
        Path err = Files.createTempFile(temp, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(elsewhere.toFile())
                .redirectInput(input)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new Started(builder.start(), out, err);
    }

    private void refusesWith(String reason, String... arguments) throws Exception {
        List<String> before = filesBelow(home);

        Run run = mvnw(arguments);

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("mvnw: ")
                .contains(reason);
        assertThat(filesBelow(home)).isEqualTo(before);
    }

    /** Files and whatever a run that was broken off might leave; directories alone are no Maven. */
    private static List<String> filesBelow(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(path -> Files.isRegularFile(path)
                            || path.getFileName().toString().startsWith(".fetch"))
                    .map(Path::toString)
                    .sorted()
                    .toList();
        }
    }

    private void mavenOnThePath(String version, String otherwise) throws IOException {
        tool("mvn", """
                if [ "$1" = --version ]; then
                  echo 'Apache Maven %s (fake)'
                  echo 'Maven home: somewhere'
                  read swallowed
                  exit 0
                fi
                """.formatted(version) + otherwise);
    }

    /** Notes how it is asked and puts the zip where it is told to. */
    private void anOlderMavenThatFetches(Path zip) throws IOException {
        give("cp");
        mavenOnThePath("3.8.7", """
                { echo "in: $(pwd -P)"; printf '%%s\\n' "$@"; } >'%s'
                for argument in "$@"; do
                  case $argument in -DoutputDirectory=*) cp '%s' "${argument#*=}/%s" ;; esac
                done
                """.formatted(temp.resolve("fetched-with"), zip, ZIP));
    }

    private void downloadsWork() throws Exception {
        serve(pinned(zipWith(PINNED_MAVEN)));
        downloadTools();
    }

    private void downloadTools() throws IOException {
        giveOneOf("curl", "wget");
        giveOneOf("sha512sum", "shasum", "openssl");
        giveOneOf("unzip", "python3");
    }

    private void cache(String maven) throws Exception {
        byte[] zip = zipWith(maven);
        pinned(zip);
        Path bin = home.resolve(".m2/wrapper/dists/apache-maven-" + VERSION + "-"
                + sha512(zip).substring(0, 12) + "/apache-maven-" + VERSION + "/bin");
        script(Files.createDirectories(bin).resolve("mvn"), maven);
    }

    private Path pinned(byte[] zip) throws Exception {
        Path wrapper = Files.createDirectories(project.resolve(".mvn/wrapper"));
        Files.writeString(
                wrapper.resolve("maven-wrapper.properties"),
                "# a comment\nmavenVersion=" + VERSION + "\ndistributionSha512Sum=" + sha512(zip) + "\n");
        return Files.write(temp.resolve("pinned.zip"), zip);
    }

    private static byte[] zipWith(String maven) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("apache-maven-" + VERSION + "/bin/mvn"));
            zip.write(maven.getBytes(UTF_8));
            zip.closeEntry();
        }
        return bytes.toByteArray();
    }

    private static String sha512(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(bytes));
    }

    private void serve(Path zip) {
        serve(zip, new CyclicBarrier(1));
    }

    /** Answers once as many have asked as the barrier waits for. */
    private void serve(Path zip, CyclicBarrier asked) {
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestURI().getPath());
            try (exchange) {
                asked.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                byte[] body = Files.readAllBytes(zip);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                throw new IOException(e);
            }
        });
    }

    private void giveOneOf(String... names) throws IOException {
        for (String name : names) {
            if (give(name)) {
                return;
            }
        }
        assumeTrue(false, "there is none of " + String.join(", ", names) + " here");
    }

    /** Puts a tool of this machine on the PATH of mvnw; itself it runs with the PATH of this process. */
    private boolean give(String name) throws IOException {
        String path = System.getenv("PATH");
        Optional<Path> found = Stream.of(path.split(File.pathSeparator))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isPresent()) {
            tool(name, "PATH='" + path + "' exec '" + found.get() + "' \"$@\"");
        }
        return found.isPresent();
    }

    private void tool(String name, String body) throws IOException {
        script(tools.resolve(name), "#!/bin/sh\n" + body + "\n");
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
