package dev.sluice.control.diagnosis;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the innermost call of the application in a stack: the first frame that is neither of the JDK, nor of a framework
 * or a driver, nor of Sluice, nor generated.
 */
final class ApplicationFrames {

    private static final List<String> OTHERS = List.of(
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "com.sun.",
            "jakarta.",
            "kotlin.",
            "scala.",
            "groovy.",
            "dev.sluice.pool.",
            "dev.sluice.admission.",
            "dev.sluice.jdbc.",
            "dev.sluice.control.",
            "dev.sluice.time.",
            "dev.sluice.generic.",
            "dev.sluice.keyed.",
            "dev.sluice.tcp.",
            "dev.sluice.adapter.",
            "io.agroal.",
            "io.quarkus.",
            "io.smallrye.",
            "io.vertx.",
            "io.netty.",
            "io.micrometer.",
            "io.opentelemetry.",
            "reactor.",
            "org.hibernate.",
            "org.jboss.",
            "org.springframework.",
            "org.apache.",
            "org.eclipse.",
            "org.jooq.",
            "org.flywaydb.",
            "com.arjuna.",
            "com.zaxxer.",
            "org.postgresql.",
            "org.h2.",
            "org.mariadb.",
            "com.mysql.",
            "com.microsoft.sqlserver.",
            "com.ibm.db2.",
            "oracle.");

    private ApplicationFrames() {}

    /** Returns the frame as text, without loader and module; null if the stack has no frame of the application. */
    static @Nullable String first(List<String> stack) {
        for (String frame : stack) {
            String plain = plain(frame); // a hidden class, such as a lambda, has a slash in its name, too
            if (!isGenerated(frame) && OTHERS.stream().noneMatch(plain::startsWith)) {
                return plain;
            }
        }
        return null;
    }

    private static String plain(String frame) {
        int bracket = frame.indexOf('(');
        int slash = frame.lastIndexOf('/', bracket < 0 ? frame.length() : bracket);
        return frame.substring(slash + 1);
    }

    private static boolean isGenerated(String frame) {
        return frame.contains("$Proxy")
                || frame.contains("_ClientProxy.")
                || frame.contains("_Subclass.")
                || frame.contains("$$");
    }
}
