package dev.sluice.control.operation;

/** The permissions of a person or program; each includes the permissions before it. */
public enum Role {
    /** May read. */
    VIEWER,
    /** May operate existing pools. */
    OPERATOR,
    /** May create and delete pools, and change endpoints and credentials. */
    ADMIN
}
