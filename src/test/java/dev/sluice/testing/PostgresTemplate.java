package dev.sluice.testing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * The data of a PostgreSQL that has just been initialised and stopped. The first server of a build leaves it under
 * {@code target}; all others begin with a copy, which takes a tenth of the time of {@code initdb}. The forks of a test
 * run share it.
 */
final class PostgresTemplate {

    /** Files that belong to a running server, or to the launcher that holds the data. */
    private static final Set<String> OF_ONE_SERVER = Set.of("postmaster.pid", "postmaster.opts", "epg-lock");

    private final Path root;

    PostgresTemplate(Path root) {
        this.root = root;
    }

    /** Starts a server on a data directory, and stops it again. */
    @FunctionalInterface
    interface Initialiser {
        void initialise(Path data) throws IOException;
    }

    /** Copies the template to the data directory. One process at a time makes the template, where there is none. */
    void copyTo(Path data, Initialiser initialiser) throws IOException {
        Path template = root.resolve("template");
        if (!Files.exists(template)) {
            makeOnce(template, initialiser);
        }
        copy(template, data);
    }

    private void makeOnce(Path template, Initialiser initialiser) throws IOException {
        Files.createDirectories(root);
        synchronized (PostgresTemplate.class) { // a file lock is held by the whole JVM
            try (FileChannel file = FileChannel.open(
                            root.resolve("template.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = file.lock()) {
                if (lock.isValid() && !Files.exists(template)) {
                    Path fresh = Files.createTempDirectory(root, "template-").resolve("data");
                    initialiser.initialise(fresh);
                    Files.move(fresh, template, StandardCopyOption.ATOMIC_MOVE);
                    Files.delete(fresh.getParent());
                }
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.copy(directory, to.resolve(from.relativize(directory)), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!OF_ONE_SERVER.contains(file.getFileName().toString())) {
                    Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
