package dev.sluice.adapter.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The files of the console in the class path. Only files that {@value #LIST} names are found, so that no request reaches
 * another resource of the class path. A file is read at its first request, so that the start costs nothing. Thread-safe.
 */
final class ConsoleFiles {

    /** The page. */
    static final String PAGE = "index.html";

    /** The file that names all files, one on each line. */
    static final String LIST = "files.txt";

    /** The place of {@link #PAGE} that has the path of the API. */
    private static final String API = "{api}";

    private static final String DIRECTORY = "/dev/sluice/console/";

    private final String api;
    private final Set<String> names;
    private final Map<String, ConsoleFile> read = new ConcurrentHashMap<>();

    /**
     * Reads the list of the files.
     *
     * @param api the path of the REST interface as the page has to write it, with a slash at its end
     */
    ConsoleFiles(String api) {
        this.api = api;
        this.names = new String(content(LIST), StandardCharsets.UTF_8).lines().collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the file of a name, such as {@code vendor/lit-html.js}; null if the console has no such file. */
    @Nullable
    ConsoleFile find(String name) {
        return names.contains(name) ? read.computeIfAbsent(name, this::file) : null;
    }

    /** Returns the names of all files. */
    Set<String> names() {
        return names;
    }

    private ConsoleFile file(String name) {
        byte[] content = content(name);
        if (name.equals(PAGE)) {
            String page = new String(content, StandardCharsets.UTF_8);
            content = page.replace(API, api).getBytes(StandardCharsets.UTF_8);
        }
        return ConsoleFile.of(name, content);
    }

    private static byte[] content(String name) {
        try (InputStream in = ConsoleFiles.class.getResourceAsStream(DIRECTORY + name)) {
            if (in == null) {
                throw new IllegalStateException("the file " + name + " of the console is not in the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
