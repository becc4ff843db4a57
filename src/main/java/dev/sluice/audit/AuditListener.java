package dev.sluice.audit;

import org.jspecify.annotations.Nullable;

/**
 * Gets the lines of an audit log, and its damage. Called by one thread at a time for each kind of lines; must neither
 * block nor throw.
 */
public interface AuditListener {

    /** A line is on the disk. */
    void written(String line);

    /** The files are not what the log wrote last. */
    void damaged(String description);

    /** A denial has no line, or will have none, for this reason. Called by any thread. */
    void lost(@Nullable String why);
}
