package dev.sluice.adapter.cli;

import dev.sluice.access.SecretFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;

/**
 * The tokens that {@code sluice login} keeps: a file for each URL of a service, in a directory that only its owner can
 * read. A token belongs to exactly one URL, so it is never sent to another host, port or path. Immutable.
 */
final class KeptTokens {

    private final Path directory;

    KeptTokens(Path directory) {
        this.directory = directory;
    }

    /** Returns the path of the token for a service, whether it exists or not. */
    Path file(URI base) {
        String host = base.getScheme() + "://" + base.getRawAuthority();
        return directory.resolve(ApiPaths.encoded(host.toLowerCase(Locale.ROOT) + base.getRawPath()));
    }

    /** Keeps the token in place of an earlier one. The file is never incomplete, and never readable by others. */
    void keep(URI base, String token) throws IOException {
        Files.createDirectories(directory, forOwner("rwx------"));
        Path aside = Files.createTempFile(directory, "token", ".new", forOwner("rw-------"));
        try {
            Files.writeString(aside, token + "\n", StandardOpenOption.WRITE);
            Files.move(aside, file(base), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    /** Removes the token for a service, and returns whether there was one. */
    boolean forget(URI base) throws IOException {
        return Files.deleteIfExists(file(base));
    }

    private FileAttribute<?>[] forOwner(String permissions) {
        return new SecretFile(directory).isPosix()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
