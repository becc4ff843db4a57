package dev.sluice.control.diagnosis;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the innermost call of the application in a stack: the first frame that is neither of the JDK, nor of a framework
 * or a driver, nor of Sluice, nor generated. Immutable.
 */
public final class ApplicationFrames {

    /** Prefixes of the names of classes of common frameworks, libraries and drivers. */
    public static final List<String> FRAMEWORKS = List.of(
            "jakarta.",
            "kotlin.",
            "kotlinx.",
            "scala.",
            "groovy.",
            "clojure.",
            "io.agroal.",
            "io.quarkus.",
            "io.smallrye.",
            "io.vertx.",
            "io.netty.",
            "io.micrometer.",
            "io.micronaut.",
            "io.opentelemetry.",
            "io.r2dbc.",
            "reactor.",
            "org.hibernate.",
            "org.jboss.",
            "org.jdbi.",
            "org.springframework.",
            "org.apache.",
            "org.eclipse.",
            "org.jooq.",
            "org.flywaydb.",
            "liquibase.",
            "com.arjuna.",
            "com.zaxxer.",
            "org.postgresql.",
            "org.h2.",
            "org.mariadb.",
            "com.mysql.",
            "com.microsoft.sqlserver.",
            "com.ibm.db2.",
            "oracle.");

    /** The frames outside {@link #FRAMEWORKS}. */
    public static final ApplicationFrames DEFAULT = new ApplicationFrames(FRAMEWORKS);

    private static final List<String> ALWAYS = List.of(
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "com.sun.",
            "dev.sluice.pool.",
            "dev.sluice.admission.",
            "dev.sluice.jdbc.",
            "dev.sluice.control.",
            "dev.sluice.time.",
            "dev.sluice.generic.",
            "dev.sluice.keyed.",
            "dev.sluice.tcp.",
            "dev.sluice.adapter.");

    private final List<String> frameworks;

    /**
     * Creates a finder that leaves out the JDK, Sluice, and further classes.
     *
     * @param frameworks the prefixes of the names of these classes, such as {@code org.hibernate.}
     */
    public ApplicationFrames(List<String> frameworks) {
        this.frameworks = List.copyOf(frameworks);
    }

    /** Returns the frame as text, without loader and module; null if the stack has no frame of the application. */
    @Nullable
    String first(List<String> stack) {
        for (String frame : stack) {
            String plain = plain(frame); // a hidden class, such as a lambda, has a slash in its name, too
            if (!isGenerated(frame)
                    && ALWAYS.stream().noneMatch(plain::startsWith)
                    && frameworks.stream().noneMatch(plain::startsWith)) {
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
