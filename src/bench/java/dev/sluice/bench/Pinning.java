package dev.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;

/** Counts how often a virtual thread that should have let go of its carrier did not, by the JVM's flight recorder. */
final class Pinning implements AutoCloseable {

    private final Recording recording = new Recording();

    private Pinning() {
        recording.enable("jdk.VirtualThreadPinned").withoutThreshold();
        recording.start();
    }

    static Pinning watch() {
        return new Pinning();
    }

    /** Since the watch began. It ends with this. */
    int count() throws IOException {
        recording.stop();
        Path file = Files.createTempFile("pinned", ".jfr");
        try {
            recording.dump(file);
            return RecordingFile.readAllEvents(file).size();
        } finally {
            Files.delete(file);
        }
    }

    @Override
    public void close() {
        recording.close();
    }
}
