package dev.sluice.bench;

import java.nio.file.Path;

/**
 * An application as its users start it.
 *
 * @param usual the directory of the usual packaging of Quarkus
 * @param cacheable the directory of the packaging whose classes a {@link StartCache} can have as a whole ({@code aot-jar})
 */
record PackagedApplication(Path usual, Path cacheable) {}
