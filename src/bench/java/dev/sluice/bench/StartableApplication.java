package dev.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An application that can be started with a cache of its classes and without one.
 *
 * @param packaged its packagings
 * @param cache of the classes of the packaging for it
 * @param work the directory of the files of its processes
 */
record StartableApplication(PackagedApplication packaged, StartCache cache, Path work) {

    /**
     * Makes the cache, by a start of the application.
     *
     * @throws IllegalStateException if the application does not start, or the JVM writes no cache
     */
    static StartableApplication recorded(PackagedApplication packaged, Path work)
            throws IOException, InterruptedException {
        StartCache cache = new StartCache(
                work.resolve("classes.cache").toAbsolutePath(),
                Runtime.version().feature());
        Directories.fresh(work);
        Path recording = work.resolve("recording");
        try (ApplicationProcess process =
                ApplicationProcess.start(packaged.cacheable(), cache.recording(), recording)) {
            process.awaitReady();
            process.end();
        }
        if (!Files.exists(cache.file())) {
            throw new IllegalStateException("the JVM wrote no cache of classes, see " + recording + ".log");
        }
        return new StartableApplication(packaged, cache, work);
    }

    /** Starts it in the usual packaging, without a cache. */
    ApplicationProcess start() throws IOException {
        return ApplicationProcess.start(packaged.usual(), List.of(), work.resolve("usual"));
    }

    /** Starts it with the cache. */
    ApplicationProcess startCached() throws IOException {
        return ApplicationProcess.start(packaged.cacheable(), cache.reading(), work.resolve("cached"));
    }
}
