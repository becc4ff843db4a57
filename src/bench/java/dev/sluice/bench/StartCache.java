package dev.sluice.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * A cache of the classes of one application, which makes its starts quicker: an AOT cache on JDK 25 or later, class-data
 * sharing before.
 *
 * @param file the file, which a recording start writes at its end
 * @param feature the version of the JDK
 */
record StartCache(Path file, int feature) {

    private static final int AOT_SINCE = 25;

    /** Returns the options of the JVM that writes the file. */
    List<String> recording() {
        return List.of((isAot() ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + file);
    }

    /** Returns the options of a JVM that reads the file. */
    List<String> reading() {
        return List.of((isAot() ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + file);
    }

    private boolean isAot() {
        return feature >= AOT_SINCE;
    }
}
