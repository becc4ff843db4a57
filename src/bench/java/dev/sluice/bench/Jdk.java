package dev.sluice.bench;

import java.nio.file.Path;

/** The JDK that runs this JVM, which is the measured one. */
final class Jdk {

    private Jdk() {}

    /** Returns its directory. */
    static String home() {
        return System.getProperty("java.home");
    }

    /** Returns its program {@code java}. */
    static String java() {
        return Path.of(home(), "bin", "java").toString();
    }
}
