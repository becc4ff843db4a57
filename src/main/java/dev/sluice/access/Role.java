package dev.sluice.access;

/** A set of permissions. */
public enum Role {
    /** May read statistics, holders, waiters, events, operations and batches. */
    VIEWER,
    /** May also operate existing pools within their configured limits, and run configured batches. */
    OPERATOR,
    /** May also create and delete pools, and change endpoints, credentials, policies and statements. */
    ADMIN,
    /** May read the audit log and its own identity, and nothing else. */
    AUDITOR;

    /** Returns whether this role has all permissions of the other role. */
    public boolean includes(Role other) {
        return this == other || (this != AUDITOR && other != AUDITOR && compareTo(other) > 0);
    }
}
