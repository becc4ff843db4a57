package dev.sluice.testing;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Certificates of a server and of its clients, made by keytool, once in a build. They are in files, because other class
 * loaders, forks and processes use them, too.
 */
public final class Certificates {

    /** A client of the configuration: an operator of all pools. */
    public static final String NIGHTLY = "nightly";

    /** A client of the configuration: an operator of the pool {@code orders}. */
    public static final String DEPLOY = "deploy";

    /** A client with a subject that the configuration does not have. */
    public static final String STRANGER = "stranger";

    /** A client with the parts of the subject of {@link #NIGHTLY} in another order. */
    public static final String REORDERED = "reordered";

    /** A client with the subject of {@link #NIGHTLY}, whose certificate has expired. */
    public static final String EXPIRED = "expired";

    /** A client that has signed the subject of {@link #NIGHTLY} itself. */
    public static final String SELF_SIGNED = "self-signed";

    /** A client with the subject of {@link #NIGHTLY}, signed by another authority with the name of the trusted one. */
    public static final String IMPOSTOR = "impostor";

    private static final String AUTHORITY = "authority";
    private static final String OTHER_AUTHORITY = "other-authority";
    private static final String SERVER = "server";
    private static final String SUBJECT = "CN=Nightly Run, O=Example";
    private static final String AUTHORITY_SUBJECT = "CN=Authority, O=Example";

    /** The password of the files, whose keys are made for the tests. */
    public static final String PASSWORD = "changeit-for-tests";

    private static final long LIMIT_SECONDS = 60;
    private static final Path DIRECTORY = Path.of("target", "certificates").toAbsolutePath();
    private static final Path ALL = DIRECTORY.resolve("all.p12");
    private static final Path KEY = DIRECTORY.resolve("server.p12");
    private static final Path TRUSTED = DIRECTORY.resolve("trusted.p12");
    private static final Path LOCK = DIRECTORY.resolve("lock");

    private Certificates() {}

    /** The settings of HTTPS at a free port, and of the clients. */
    static Map<String, String> settings() {
        make();
        return Map.ofEntries(
                Map.entry("quarkus.http.test-ssl-port", "0"),
                Map.entry("quarkus.tls.key-store.p12.path", KEY.toString()),
                Map.entry("quarkus.tls.key-store.p12.password", PASSWORD),
                Map.entry("quarkus.tls.trust-store.p12.path", TRUSTED.toString()),
                Map.entry("quarkus.tls.trust-store.p12.password", PASSWORD),
                Map.entry("sluice.security.certificates.nightly.subject", "cn = nightly  run ,o=EXAMPLE"),
                Map.entry("sluice.security.certificates.nightly.roles", "operator"),
                Map.entry("sluice.security.certificates.deploy.subject", "CN=deploy,O=Example"),
                Map.entry("sluice.security.certificates.deploy.roles", "operator"),
                Map.entry("sluice.security.certificates.deploy.pools", "orders"));
    }

    /** The settings of a TLS configuration with this name that has the keys of the server. */
    static Map<String, String> keysOf(String name) {
        make();
        return Map.of(
                "quarkus.tls." + name + ".key-store.p12.path",
                KEY.toString(),
                "quarkus.tls." + name + ".key-store.p12.password",
                PASSWORD);
    }

    /** Makes the files, unless a test of this or of another process has made them. */
    private static synchronized void make() {
        try {
            Files.createDirectories(DIRECTORY);
            try (FileChannel lock = FileChannel.open(LOCK, CREATE, WRITE)) {
                lock.lock();
                if (Files.notExists(TRUSTED)) {
                    Files.deleteIfExists(ALL);
                    makeAll();
                    KeyStore all = read(ALL);
                    store(KEY, SERVER, all.getEntry(SERVER, new KeyStore.PasswordProtection(PASSWORD.toCharArray())));
                    // the last file: it says that the others are complete
                    Path complete = DIRECTORY.resolve("complete.p12");
                    store(complete, AUTHORITY, new KeyStore.TrustedCertificateEntry(all.getCertificate(AUTHORITY)));
                    Files.move(complete, TRUSTED, ATOMIC_MOVE);
                }
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void makeAll() throws IOException {
        keytool(AUTHORITY, AUTHORITY_SUBJECT, "-ext", "bc:c");
        keytool(OTHER_AUTHORITY, AUTHORITY_SUBJECT, "-ext", "bc:c");
        keytool(SERVER, "CN=localhost", "-signer", AUTHORITY, "-ext", "san=dns:localhost,ip:127.0.0.1");
        keytool(NIGHTLY, SUBJECT, "-signer", AUTHORITY);
        keytool(DEPLOY, "CN=deploy, O=Example", "-signer", AUTHORITY);
        keytool(STRANGER, "CN=stranger, O=Example", "-signer", AUTHORITY);
        keytool(REORDERED, "O=Example, CN=Nightly Run", "-signer", AUTHORITY);
        keytool(EXPIRED, SUBJECT, "-signer", AUTHORITY, "-startdate", "-3d", "-validity", "1");
        keytool(SELF_SIGNED, SUBJECT);
        keytool(IMPOSTOR, SUBJECT, "-signer", OTHER_AUTHORITY);
    }

    private static void keytool(String alias, String subject, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-keyalg", "EC"));
        command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-alias", alias, "-dname", subject));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", ALL.toString()));
        if (!Arrays.asList(more).contains("-validity")) {
            command.addAll(List.of("-validity", "3650"));
        }
        command.addAll(List.of(more));
        Path log = DIRECTORY.resolve("keytool.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(Files.readString(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static KeyStore load() throws IOException, GeneralSecurityException {
        if (Files.notExists(TRUSTED)) {
            make();
        }
        return read(ALL);
    }

    private static KeyStore read(Path path) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(path)) {
            store.load(file, PASSWORD.toCharArray());
        }
        return store;
    }

    private static void store(Path file, String alias, KeyStore.Entry entry)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        boolean isKey = entry instanceof KeyStore.PrivateKeyEntry;
        store.setEntry(alias, entry, isKey ? new KeyStore.PasswordProtection(PASSWORD.toCharArray()) : null);
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
    }

    /** Returns the certificate of a client. */
    public static X509Certificate certificate(String client) throws IOException, GeneralSecurityException {
        return (X509Certificate) load().getCertificate(client);
    }

    /** Returns the file with the certificate that a client has to trust. */
    public static Path trusted() throws IOException, GeneralSecurityException {
        load();
        return TRUSTED;
    }

    /** Returns the end of the server, which shows a certificate for {@code localhost} and 127.0.0.1. */
    public static SSLContext server() throws IOException, GeneralSecurityException {
        load();
        KeyManagerFactory shown = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        shown.init(read(KEY), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(shown.getKeyManagers(), null, null);
        return context;
    }

    /** Returns the end of a client that trusts the server and shows no certificate, of no newer version than given. */
    public static SSLContext clientOf(String version) throws IOException, GeneralSecurityException {
        return client(version, null);
    }

    /**
     * Returns the end of a client that trusts the server.
     *
     * @param client the client whose certificate it shows, even if the server asks for those of others; null for none
     */
    public static SSLContext client(@Nullable String client) throws IOException, GeneralSecurityException {
        return client("TLS", client);
    }

    private static SSLContext client(String version, @Nullable String client)
            throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        KeyStore all = load();
        trusted.setCertificateEntry(AUTHORITY, all.getCertificate(AUTHORITY));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        KeyManager[] keys = client == null
                ? new KeyManager[0]
                : new KeyManager[] {
                    new OnlyKey(
                            (PrivateKey) all.getKey(client, PASSWORD.toCharArray()),
                            Arrays.copyOf(all.getCertificateChain(client), 1, X509Certificate[].class))
                };
        SSLContext context = SSLContext.getInstance(version);
        context.init(keys, trust.getTrustManagers(), null);
        return context;
    }
}
