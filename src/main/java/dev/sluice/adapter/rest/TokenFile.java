package dev.sluice.adapter.rest;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/**
 * The file with the operator token, readable by its owner only. The path is the value of {@value #KEY}, by default
 * {@code .sluice/operator-token} in the home directory of the service's user. Commands search for it there, too.
 */
final class TokenFile {

    static final String KEY = "sluice.http.operator-token-file";

    private static final int LONGEST = 8192;
    private static final Set<PosixFilePermission> FOREIGN = Set.of(
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private final Path path;
    private final boolean isNamed;

    private TokenFile(Path path, boolean isNamed) {
        this.path = path;
        this.isNamed = isNamed;
    }

    /** Returns the configured file, or the default file. */
    static TokenFile of(Config config) {
        String named = config.getConfigValue(KEY).getValue();
        if (named != null && !named.isBlank()) {
            return new TokenFile(Path.of(named), true);
        }
        return new TokenFile(Path.of(System.getProperty("user.home", ""), ".sluice", "operator-token"), false);
    }

    /** Returns whether the configuration names the file, and the file exists. */
    boolean isGiven() {
        return isNamed && Files.exists(path);
    }

    /** Returns the absolute path of the file. */
    Path path() {
        return path.toAbsolutePath();
    }

    /**
     * Reads the token, and creates it first if it is missing. If several processes create it concurrently, all read the
     * same token.
     *
     * @throws ConfigurationException if the file cannot be read or created; the message has the path and the key to set
     */
    OperatorToken readOrMake() {
        try {
            if (Files.notExists(path)) {
                make();
            }
            return read();
        } catch (IOException e) {
            throw refused("cannot be read or written (" + e.getClass().getSimpleName() + ")");
        }
    }

    private OperatorToken read() throws IOException {
        if (isPosix() && Files.getPosixFilePermissions(path).stream().anyMatch(FOREIGN::contains)) {
            throw refused("can be read or written by others: chmod 600 it");
        }
        try (InputStream in = Files.newInputStream(path)) {
            String token = new String(in.readNBytes(LONGEST + 1), StandardCharsets.UTF_8).strip();
            if (token.length() > LONGEST || !OperatorToken.isOneWord(token)) {
                throw refused("must have one word of visible ASCII characters, the token");
            }
            return new OperatorToken(token);
        }
    }

    /**
     * Creates the file under another name and links it into place, so that it is never incomplete and never replaced.
     */
    private void make() throws IOException {
        if (!isNamed && !path.isAbsolute()) {
            throw refused("cannot be created, because the service's user has no home directory");
        }
        Path directory = path().getParent();
        if (directory != null && Files.notExists(directory)) {
            Files.createDirectories(directory, forOwner("rwx------"));
        }
        Path aside = Files.createTempFile(directory, "operator-token", ".new", forOwner("rw-------"));
        try {
            Files.writeString(aside, OperatorToken.random() + "\n", StandardOpenOption.WRITE);
            link(aside);
        } catch (FileAlreadyExistsException e) {
            // RACE: another process has created the file first, and its token counts
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private void link(Path aside) throws IOException {
        try {
            Files.createLink(path, aside);
        } catch (UnsupportedOperationException e) {
            Files.move(aside, path);
        }
    }

    private FileAttribute<?>[] forOwner(String permissions) {
        return isPosix()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private boolean isPosix() {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private ConfigurationException refused(String why) {
        return new ConfigurationException("the operator token's file " + path() + " " + why + "; name another one with "
                + KEY + ", or set " + OperatorGuard.KEY);
    }
}
