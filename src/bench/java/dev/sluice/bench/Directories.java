package dev.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Copies and deletes files with all that they contain. */
final class Directories {

    private Directories() {}

    /** Deletes the directory, if it exists, and creates it again. */
    static Path fresh(Path directory) throws IOException {
        delete(directory);
        return Files.createDirectories(directory);
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            for (Path file : all(directory, Comparator.reverseOrder())) {
                Files.delete(file);
            }
        }
    }

    /** Copies a file or a directory, with times and rights. The target must not exist. */
    static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        for (Path file : all(from, Comparator.naturalOrder())) {
            Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private static List<Path> all(Path root, Comparator<Path> order) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.sorted(order).toList();
        }
    }
}
