package dev.sluice.adapter.identity;

import static dev.sluice.adapter.identity.CredentialReaderTest.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.access.Mechanism;
import dev.sluice.access.PasswordHash;
import dev.sluice.access.Principal;
import dev.sluice.access.ProvenIdentity;
import dev.sluice.access.QuickHash;
import dev.sluice.access.Role;
import dev.sluice.access.SecretFile;
import dev.sluice.access.TokenText;
import dev.sluice.adapter.identity.Credentials.KnownUser;
import dev.sluice.testing.Await;
import dev.sluice.testing.FakeTime;
import dev.sluice.value.BadValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@DisplayName("The store of credentials")
@Tag("fast")
class CredentialStoreTest {

    private static final String ADDRESS = "192.0.2.7";
    private static final String PASSWORD = "correct horse";
    private static final String PASSWORD_LINE = PasswordHash.of(PASSWORD).line();
    private static final String OTHER_TOKEN = TokenText.random();

    private final FakeTime time = new FakeTime();

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("credentials.properties");
    }

    private static String token(String name, String token) {
        return "tokens." + name + ".hash=" + TokenText.hash(token) + "\ntokens." + name + ".roles=operator\n";
    }

    private void write(String text, int version) throws IOException {
        Files.writeString(file(), text);
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
        Files.setLastModifiedTime(file(), FileTime.fromMillis(1_000_000L * version));
    }

    private CredentialStore ofFile() {
        return new CredentialStore(
                Credentials.NONE,
                List.of(new WatchedFile("credentials-file", new SecretFile(file()), CredentialLines::read, time)),
                time);
    }

    /** A store with a token, and with a user whose password is checked quickly. */
    private CredentialStore ofUser() {
        Credentials token =
                CredentialReader.read(Map.of("tokens.ci.hash", TokenText.hash(TOKEN), "tokens.ci.roles", "operator"));
        KnownUser jane =
                new KnownUser(Principal.of("jane", Role.VIEWER).provenBy(Mechanism.PASSWORD), QuickHash.of(PASSWORD));
        return new CredentialStore(token.and(new Credentials(Map.of(), Map.of("jane", jane))), List.of(), time);
    }

    @Test
    @DisplayName("reads a changed file again without a restart, at most once a second, as a whole")
    void reload() throws IOException {
        write(token("ci", TOKEN), 1);
        CredentialStore store = ofFile();
        assertThat(store.token(TOKEN, ADDRESS).principal())
                .isEqualTo(Principal.of("ci", Role.OPERATOR).provenBy(Mechanism.TOKEN));
        write(token("cd", OTHER_TOKEN), 2);
        time.advance(Duration.ofMillis(999));
        store.refresh();
        assertThat(store.token(TOKEN, ADDRESS).principal()).isNotNull();
        time.advance(Duration.ofMillis(1));
        store.refresh();
        assertThat(store.token(TOKEN, ADDRESS).principal()).isNull();
        assertThat(store.token(OTHER_TOKEN, ADDRESS).principal())
                .isEqualTo(Principal.of("cd", Role.OPERATOR).provenBy(Mechanism.TOKEN));
    }

    @Test
    @DisplayName("ends a login by a token when the token, a role or a pool has changed, under the same name, too")
    void changedToken() throws IOException {
        write(token("ci", TOKEN) + token("cd", OTHER_TOKEN), 1);
        CredentialStore store = ofFile();
        ProvenIdentity ci = Objects.requireNonNull(store.authenticate("", TOKEN, ADDRESS));
        ProvenIdentity cd =
                Objects.requireNonNull(store.token(OTHER_TOKEN, ADDRESS).proof());
        write(token("ci", TokenText.random()) + token("cd", OTHER_TOKEN), 2);
        time.advance(Duration.ofSeconds(1));
        assertThat(ci.holds().getAsBoolean()).isFalse();
        assertThat(cd.holds().getAsBoolean()).isTrue();
        write(token("cd", OTHER_TOKEN) + "tokens.cd.pools=orders\n", 3);
        time.advance(Duration.ofSeconds(1));
        assertThat(cd.holds().getAsBoolean()).isFalse();
    }

    @Test
    @DisplayName("ends a login by a password when the password has changed, and not before")
    void changedPassword() throws IOException {
        String roles = "users.jane.roles=viewer\n";
        write("users.jane.password-hash=" + PASSWORD_LINE + "\n" + roles, 1);
        CredentialStore store = ofFile();
        ProvenIdentity first = Objects.requireNonNull(store.authenticate("jane", PASSWORD, ADDRESS));
        ProvenIdentity cached = Objects.requireNonNull(store.authenticate("jane", PASSWORD, ADDRESS));
        write("users.jane.password-hash=" + PASSWORD_LINE + "\n\n" + roles, 2);
        time.advance(Duration.ofSeconds(1));
        assertThat(first.holds().getAsBoolean()).isTrue();
        assertThat(cached.holds().getAsBoolean()).isTrue();
        write("users.jane.password-hash=" + PasswordHash.of("another one").line() + "\n" + roles, 3);
        time.advance(Duration.ofSeconds(1));
        assertThat(first.holds().getAsBoolean()).isFalse();
        assertThat(cached.holds().getAsBoolean()).isFalse();
    }

    @Test
    @DisplayName("keeps the credentials of before while a changed file is faulty, open to others or gone")
    void badReload() throws IOException {
        write(token("ci", TOKEN), 1);
        CredentialStore store = ofFile();
        write("tokens.ci.hash=nonsense\n", 2);
        time.advance(Duration.ofSeconds(1));
        store.refresh();
        assertThat(store.token(TOKEN, ADDRESS).principal()).isNotNull();
        write(token("cd", OTHER_TOKEN), 3);
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
        time.advance(Duration.ofSeconds(1));
        store.refresh();
        assertThat(store.token(TOKEN, ADDRESS).principal()).isNotNull();
        assertThat(store.token(OTHER_TOKEN, ADDRESS).principal()).isNull();
        Files.delete(file());
        time.advance(Duration.ofSeconds(1));
        store.refresh();
        assertThat(store.token(TOKEN, ADDRESS).principal()).isNotNull();
        write(token("cd", OTHER_TOKEN), 4);
        time.advance(Duration.ofSeconds(1));
        store.refresh();
        assertThat(store.token(OTHER_TOKEN, ADDRESS).principal()).isNotNull();
    }

    @Test
    @DisplayName("reads a file that was open to others after its permissions are mended, and logs its fault once")
    void mended() throws IOException {
        write(token("ci", TOKEN), 1);
        CredentialStore store = ofFile();
        write(token("cd", OTHER_TOKEN), 2);
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
        List<String> logged = new ArrayList<>();
        Handler handler = handler(logged);
        Logger logger = Logger.getLogger(WatchedFile.class.getName());
        logger.addHandler(handler);
        try {
            for (int i = 0; i < 3; i++) {
                time.advance(Duration.ofSeconds(1));
                store.refresh();
                assertThat(store.token(TOKEN, ADDRESS).principal()).isNotNull();
            }
            assertThat(logged).singleElement().asString().contains("chmod 600");
            Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
            time.advance(Duration.ofSeconds(1));
            store.refresh();
            assertThat(store.token(TOKEN, ADDRESS).principal()).isNull();
            assertThat(store.token(OTHER_TOKEN, ADDRESS).principal()).isNotNull();
        } finally {
            logger.removeHandler(handler);
        }
    }

    private static Handler handler(List<String> logged) {
        return new Handler() {
            @Override
            public void publish(LogRecord line) {
                logged.add(new SimpleFormatter().formatMessage(line) + Arrays.toString(line.getParameters()));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    @Test
    @Timeout(60)
    @DisplayName("finds tokens of a file that has changed while another file is read from a disk that does not answer")
    void hungDisk() throws Exception {
        write(token("ci", TOKEN), 1);
        Path other = Files.copy(file(), directory.resolve("admin-token"), StandardCopyOption.COPY_ATTRIBUTES);
        CountDownLatch reads = new CountDownLatch(2);
        CountDownLatch answers = new CountDownLatch(1);
        WatchedFile hanging =
                new WatchedFile("admin-token-file", new SecretFile(other), text -> hung(reads, answers), time);
        WatchedFile watched = new WatchedFile("credentials-file", new SecretFile(file()), CredentialLines::read, time);
        CredentialStore store = new CredentialStore(Credentials.NONE, List.of(watched, hanging), time);
        write(token("cd", OTHER_TOKEN), 2);
        Files.setLastModifiedTime(other, FileTime.fromMillis(2_000_000L));
        time.advance(Duration.ofSeconds(1));
        Thread worker = new Thread(store::refresh);
        worker.start();
        Await.open(reads);
        try {
            assertThat(store.isDue()).isFalse();
            Login login = CompletableFuture.supplyAsync(() -> store.token(OTHER_TOKEN, ADDRESS))
                    .get(20, TimeUnit.SECONDS);
            assertThat(login.principal()).isNotNull();
            assertThat(store.token(TOKEN, ADDRESS).principal()).isNull();
        } finally {
            answers.countDown();
            worker.join();
        }
    }

    /** Reads nothing, and hangs from the second time on. */
    private static Credentials hung(CountDownLatch reads, CountDownLatch answers) {
        reads.countDown();
        if (reads.getCount() == 0) {
            Await.open(answers);
        }
        return Credentials.NONE;
    }

    @Test
    @DisplayName("reads no file while it looks a token or a password up")
    void lookUp() throws IOException {
        write(token("ci", TOKEN), 1);
        CredentialStore store = ofFile();
        write(token("cd", OTHER_TOKEN), 2);
        time.advance(Duration.ofSeconds(1));
        assertThat(store.isDue()).isTrue();
        assertThat(store.knownToken(OTHER_TOKEN)).isNull();
        assertThat(store.passwordAtOnce("jane", PASSWORD, ADDRESS)).isNull();
        assertThat(store.isDue()).isTrue();
        assertThat(store.authenticate("", OTHER_TOKEN, ADDRESS)).isNotNull();
    }

    @Test
    @DisplayName("keeps the credentials of before while a changed file has a token or name of the configuration")
    void conflict() throws IOException {
        write(token("cd", OTHER_TOKEN), 1);
        WatchedFile watched = new WatchedFile("credentials-file", new SecretFile(file()), CredentialLines::read, time);
        Credentials configured =
                CredentialReader.read(Map.of("tokens.ci.hash", TokenText.hash(TOKEN), "tokens.ci.roles", "viewer"));
        CredentialStore store = new CredentialStore(configured, List.of(watched), time);
        write(token("copy", TOKEN), 2);
        time.advance(Duration.ofSeconds(1));
        store.refresh();
        assertThat(store.token(TOKEN, ADDRESS).principal())
                .isEqualTo(Principal.of("ci", Role.VIEWER).provenBy(Mechanism.TOKEN));
        assertThat(store.token(OTHER_TOKEN, ADDRESS).principal()).isNotNull();
        assertThatThrownBy(() -> new CredentialStore(configured, List.of(watched), time))
                .isInstanceOf(BadValue.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-rw----", "rw----r--", "rw-----w-", "rwx-----x"})
    @DisplayName("does not start with a file that others can read or write, and names it")
    void openFile(String permissions) throws IOException {
        write(token("ci", TOKEN), 1);
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(permissions));
        assertThatThrownBy(this::ofFile)
                .isInstanceOf(BadValue.class)
                .hasMessageStartingWith("credentials-file " + file())
                .hasMessageContaining("chmod 600");
    }

    @Test
    @DisplayName("does not start with a file that is missing or faulty")
    void badStart() throws IOException {
        assertThatThrownBy(this::ofFile).hasMessageContaining("cannot be read");
        write("tokens.ci.roles=admin\n", 1);
        assertThatThrownBy(this::ofFile).hasMessageContaining("tokens.ci.hash must be");
    }

    @Test
    @DisplayName("computes the hash of a password once in five minutes, and lets it pass during a lock meanwhile")
    void cached() {
        CredentialStore store = ofUser();
        assertThat(store.passwordAtOnce("jane", PASSWORD, ADDRESS)).isNull();
        assertThat(store.password("jane", PASSWORD, ADDRESS).principal())
                .isEqualTo(Principal.of("jane", Role.VIEWER).provenBy(Mechanism.PASSWORD));
        for (int i = 0; i < 20; i++) {
            store.refusedToken(ADDRESS);
        }
        assertThat(Objects.requireNonNull(store.passwordAtOnce("jane", PASSWORD, ADDRESS))
                        .principal())
                .isNotNull();
        assertThat(Objects.requireNonNull(store.passwordAtOnce("jane", "wrong", ADDRESS))
                        .refusal())
                .isEqualTo(Login.LoginRefusal.LOCKED);
        time.advance(Duration.ofMinutes(5));
        assertThat(store.passwordAtOnce("jane", PASSWORD, ADDRESS)).isNull();
    }

    @Test
    @DisplayName("checks no password during a lock, but a correct token always passes")
    void locked() {
        CredentialStore store = ofUser();
        for (int i = 0; i < LoginThrottle.FREE; i++) {
            assertThat(store.password("jane", "guess" + i, ADDRESS).refusal()).isEqualTo(Login.LoginRefusal.WRONG);
        }
        assertThat(store.password("jane", PASSWORD, "192.0.2.8"))
                .as("the name is locked at any address")
                .isEqualTo(Login.locked(1));
        assertThat(store.token(OTHER_TOKEN, ADDRESS)).isEqualTo(Login.locked(1));
        assertThat(store.token(TOKEN, ADDRESS).principal())
                .isEqualTo(Principal.of("ci", Role.OPERATOR).provenBy(Mechanism.TOKEN));
        assertThat(store.authenticate("anything", TOKEN, ADDRESS)).isNotNull();
        assertThat(store.authenticate("jane", PASSWORD, ADDRESS)).isNull();
        time.advance(Duration.ofSeconds(1));
        assertThat(store.authenticate("jane", PASSWORD, ADDRESS)).isNotNull();
    }

    @Test
    @DisplayName("refuses an unknown name as it refuses a wrong password")
    void unknown() {
        assertThat(ofUser().password("nobody", PASSWORD, ADDRESS)).isEqualTo(Login.WRONG);
    }

    @Test
    @DisplayName("drops verified passwords when the credentials change")
    void dropped() throws IOException {
        write("users.jane.password-hash=" + PASSWORD_LINE + "\nusers.jane.roles=admin\n", 1);
        CredentialStore store = ofFile();
        assertThat(store.password("jane", PASSWORD, ADDRESS).principal()).isNotNull();
        write(token("ci", TOKEN), 2);
        time.advance(Duration.ofSeconds(1));
        store.refresh();
        assertThat(store.passwordAtOnce("jane", PASSWORD, ADDRESS)).isNull();
        assertThat(store.password("jane", PASSWORD, ADDRESS)).isEqualTo(Login.WRONG);
    }
}
