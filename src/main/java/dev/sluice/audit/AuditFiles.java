package dev.sluice.audit;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of an audit log in its directory, readable by their owner only. Full files have the number of their first
 * line in their name, so that the order of the names is the order of the lines.
 */
final class AuditFiles {

    private static final Pattern FULL = Pattern.compile("audit-\\d{18}\\.jsonl");

    private final Path directory;

    AuditFiles(Path directory) {
        this.directory = directory;
    }

    /** Creates the directory if it is missing. */
    void prepare() throws IOException {
        if (Files.notExists(directory)) {
            Files.createDirectories(directory, forOwner("rwx------"));
        }
    }

    /** Returns the file that gets the next line. */
    Path current() {
        return directory.resolve("audit.jsonl");
    }

    /** Returns the file with the place of the last line, which tells that lines at the end are missing. */
    Path head() {
        return directory.resolve("audit.head");
    }

    /** Returns the file that is locked by the process that writes. */
    Path lock() {
        return directory.resolve("audit.lock");
    }

    /** Returns the name of a full file. */
    Path full(long firstNumber) {
        return directory.resolve(String.format("audit-%018d.jsonl", firstNumber));
    }

    /** Returns the full files from the oldest to the newest. */
    List<Path> full() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file ->
                            FULL.matcher(String.valueOf(file.getFileName())).matches())
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
        }
    }

    /** Returns all files with lines, from the oldest to the newest. */
    List<Path> all() throws IOException {
        List<Path> all = new ArrayList<>(full());
        if (Files.exists(current())) {
            all.add(current());
        }
        return all;
    }

    /** Returns the permissions for a new file of the owner, where the file system has such permissions. */
    static FileAttribute<?>[] forOwner(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
