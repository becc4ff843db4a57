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
 * The files with one kind of lines of an audit log in its directory, readable by their owner only. Full files have the
 * number of their first line in their name, so that the order of the names is the order of the lines.
 */
final class AuditFiles {

    private final Path directory;
    private final AuditKind kind;
    private final Pattern fullName;

    AuditFiles(Path directory, AuditKind kind) {
        this.directory = directory;
        this.kind = kind;
        this.fullName = Pattern.compile(kind.stem() + "-\\d{18}\\.jsonl");
    }

    /** Returns the directory. */
    Path directory() {
        return directory;
    }

    /** Returns the kind of the lines. */
    AuditKind kind() {
        return kind;
    }

    /** Creates the directory if it is missing. */
    void prepare() throws IOException {
        if (Files.notExists(directory)) {
            Files.createDirectories(directory, forOwner("rwx------"));
        }
    }

    /** Returns the file that gets the next line. */
    Path current() {
        return directory.resolve(kind.file());
    }

    /** Returns the file with the place of the last line, which tells that lines at the end are missing. */
    Path head() {
        return directory.resolve(headName());
    }

    /** Returns the name of the head file. */
    String headName() {
        return kind.stem() + ".head";
    }

    /** Returns the name of the file that gets the next line. */
    String currentName() {
        return kind.file();
    }

    /** Returns the file that is locked by the process that writes. */
    Path lock() {
        return directory.resolve(kind.stem() + ".lock");
    }

    /** Returns the name of a full file. */
    Path full(long firstNumber) {
        return directory.resolve(String.format("%s-%018d.jsonl", kind.stem(), firstNumber));
    }

    /** Returns the number of the first line that the name of a full file tells. */
    long firstNumberOf(Path full) {
        String name = String.valueOf(full.getFileName());
        return Long.parseLong(name.substring(kind.stem().length() + 1, name.indexOf('.')));
    }

    /** Returns the full files from the oldest to the newest. */
    List<Path> full() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file ->
                            fullName.matcher(String.valueOf(file.getFileName())).matches())
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
