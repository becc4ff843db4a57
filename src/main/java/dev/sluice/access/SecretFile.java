package dev.sluice.access;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A file with secrets, which only its owner may read. The owner is the user of this process, or root. The group may read
 * a file of root, because container platforms hand over secrets that way. On file systems without such permissions,
 * nothing is checked. Immutable.
 */
public final class SecretFile {

    private static final int LONGEST = 1 << 20;
    private static final Integer ROOT = 0;
    private static final Path PROCESS = Path.of("/proc/self");
    private static final Set<PosixFilePermission> FOREIGN = Set.of(
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private final Path path;

    /** A refusal of the file, as the predicate of a sentence about it. */
    public static final class Refused extends Exception {

        private static final long serialVersionUID = 1;

        private Refused(String predicate) {
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
    public record Version(long modified, long size, String key) {

        /** The state of a file that is missing, or cannot be seen. */
        public static final Version MISSING = new Version(0, -1, "");
    }

    /**
     * @param path the path, from the current directory if it is relative
     */
    public SecretFile(Path path) {
        this.path = path.toAbsolutePath();
    }

    /** Returns the absolute path. */
    public Path path() {
        return path;
    }

    /** Returns the present state of the file. */
    public Version version() {
        try {
            BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
            return new Version(
                    found.lastModifiedTime().to(TimeUnit.NANOSECONDS), found.size(), String.valueOf(found.fileKey()));
        } catch (IOException e) {
            return Version.MISSING;
        }
    }

    /**
     * Returns the text of the file.
     *
     * @throws Refused if another user can read or change it, or it cannot be read
     */
    public String read() throws Refused {
        return read(false);
    }

    /**
     * Returns the text of the file of any owner, for a user who has named the file.
     *
     * @throws Refused if the permissions let others read or change it, or it cannot be read
     */
    public String readOfAnyOwner() throws Refused {
        return read(true);
    }

    private String read(boolean isOfAnyOwner) throws Refused {
        try {
            if (isPosix()) {
                Object owner = Files.getAttribute(path, "unix:uid");
                check(Files.getPosixFilePermissions(path), ROOT.equals(owner));
                if (!isOfAnyOwner && !isUserOfProcess(Files.getOwner(path).getName())) {
                    check(owner, userOfProcess());
                }
            }
            try (InputStream in = Files.newInputStream(path)) {
                byte[] bytes = in.readNBytes(LONGEST + 1);
                if (bytes.length > LONGEST) {
                    throw new Refused("has more than " + LONGEST + " bytes");
                }
                return new String(bytes, StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new Refused("cannot be read: " + reason(e));
        }
    }

    private String reason(IOException why) {
        if (why instanceof NoSuchFileException) {
            return "it does not exist";
        }
        if (why instanceof AccessDeniedException) {
            return "permission is denied";
        }
        return Files.isDirectory(path) ? "it is a directory" : "input or output has failed";
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

    /**
     * Refuses a file of another user, who could replace the secrets.
     *
     * @param owner the number of the owner
     * @param user the number of the user of this process, or null if it is not known
     */
    static void check(Object owner, @Nullable Object user) throws Refused {
        if (user != null && !ROOT.equals(owner) && !owner.equals(user)) {
            throw new Refused("belongs to another user (number " + owner + "): chown it to the user of this process");
        }
    }

    private static boolean isUserOfProcess(String owner) {
        return owner.equals(System.getProperty("user.name"));
    }

    /** Returns the number of the user of this process, or null where the system does not show it. */
    private static @Nullable Object userOfProcess() throws IOException {
        return Files.exists(PROCESS) ? Files.getAttribute(PROCESS, "unix:uid") : null;
    }

    /** Returns whether the file system has permissions and owners. */
    public boolean isPosix() {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix");
    }
}
