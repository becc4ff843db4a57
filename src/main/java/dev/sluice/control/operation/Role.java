package dev.sluice.control.operation;

/** The permissions of a person or program, each including those before it. */
public enum Role {
    /** Reads. */
    VIEWER,
    /** Operates pools that exist. */
    OPERATOR,
    /** Creates and deletes pools, and changes endpoints and credentials. */
    ADMIN
}
