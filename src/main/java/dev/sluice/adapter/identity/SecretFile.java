package dev.sluice.adapter.identity;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A file with secrets, which only its owner may read. The group may read a file of root, because container platforms
 * hand over secrets that way. Immutable.
 */
final class SecretFile {

    private static final int LONGEST = 1 << 20;
    private static final Integer ROOT = 0;
    private static final Set<PosixFilePermission> FOREIGN = Set.of(
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private final Path path;

    /** A refusal of the file, as the predicate of a sentence about it. */
    static final class Refused extends Exception {

        private static final long serialVersionUID = 1;

        Refused(String predicate) {
            super(predicate);
        }
    }

    /**
     * The state of a file, which differs after a change.
     *
     * @param modified the time of the last change
     * @param size the size in bytes
     * @param key the identity of the file, or text without one
     */
    record Version(long modified, long size, String key) {

        static final Version MISSING = new Version(0, -1, "");
    }

    SecretFile(Path path) {
        this.path = path.toAbsolutePath();
    }

    Path path() {
        return path;
    }

    /** Returns the present state of the file. */
    Version version() {
        try {
            BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
            return new Version(
                    found.lastModifiedTime().to(TimeUnit.NANOSECONDS), found.size(), String.valueOf(found.fileKey()));
        } catch (IOException e) {
            return Version.MISSING;
        }
    }

    /** Returns the text of the file. */
    String read() throws Refused {
        try {
            if (isPosix()) {
                check(Files.getPosixFilePermissions(path), ROOT.equals(Files.getAttribute(path, "unix:uid")));
            }
            try (InputStream in = Files.newInputStream(path)) {
                byte[] bytes = in.readNBytes(LONGEST + 1);
                if (bytes.length > LONGEST) {
                    throw new Refused("has more than " + LONGEST + " bytes");
                }
                return new String(bytes, StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new Refused("cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** Refuses permissions by which others could read or change the secrets. */
    static void check(Set<PosixFilePermission> permissions, boolean isOfRoot) throws Refused {
        if (permissions.stream().anyMatch(FOREIGN::contains)) {
            throw new Refused("can be read or written by others: chmod 600 it");
        }
        if (permissions.contains(PosixFilePermission.GROUP_READ) && !isOfRoot) {
            throw new Refused("can be read by its group: chmod 600 it");
        }
    }

    boolean isPosix() {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix");
    }
}
