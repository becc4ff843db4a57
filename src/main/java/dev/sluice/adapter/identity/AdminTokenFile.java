package dev.sluice.adapter.identity;

import dev.sluice.access.SecretFile;
import dev.sluice.access.TokenText;
import dev.sluice.value.BadValue;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The file with the admin token, readable by its owner only. The path is the value of {@value #KEY}, by default
 * {@code .sluice/admin-token} in the home directory of the service's user. Commands search for it there, too. Immutable.
 */
final class AdminTokenFile {

    static final String KEY = "sluice.security.admin-token-file";

    private final SecretFile file;
    private final boolean isNamed;

    /**
     * @param named the configured path, or null
     * @param home the home directory of the service's user
     */
    AdminTokenFile(@Nullable Path named, String home) {
        file = new SecretFile(named == null ? Path.of(home, ".sluice", "admin-token") : named);
        isNamed = named != null;
        if (named == null && !Path.of(home).isAbsolute()) {
            throw BadValue.of(KEY, "must name a file, because the service's user has no home directory");
        }
    }

    /** Returns whether the configuration names the file, and the file exists. */
    boolean isGiven() {
        return isNamed && Files.exists(file.path());
    }

    SecretFile file() {
        return file;
    }

    /**
     * Creates the file with a random token if it is missing. If several processes create it concurrently, all use the
     * same token.
     *
     * @return the new token, or null if the file existed
     * @throws BadValue if the file cannot be created
     */
    @Nullable
    String make() {
        try {
            return Files.exists(file.path()) ? null : create();
        } catch (IOException e) {
            throw BadValue.of(
                    KEY,
                    file.path() + " cannot be created (" + e.getClass().getSimpleName()
                            + "): name another file, or set " + AdminToken.KEY);
        }
    }

    /** Creates the file under another name and links it into place, so that it is never incomplete, never replaced. */
    private @Nullable String create() throws IOException {
        Path directory = file.path().getParent();
        if (directory != null && Files.notExists(directory)) {
            Files.createDirectories(directory, forOwner("rwx------"));
        }
        String token = TokenText.random();
        Path aside = Files.createTempFile(directory, "admin-token", ".new", forOwner("rw-------"));
        try {
            Files.writeString(aside, token + "\n", StandardOpenOption.WRITE);
            link(aside);
            return token;
        } catch (FileAlreadyExistsException e) {
            return null; // RACE: another process has created the file first, and its token counts
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private void link(Path aside) throws IOException {
        try {
            Files.createLink(file.path(), aside);
        } catch (UnsupportedOperationException e) {
            Files.move(aside, file.path());
        }
    }

    private FileAttribute<?>[] forOwner(String permissions) {
        return file.isPosix()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
