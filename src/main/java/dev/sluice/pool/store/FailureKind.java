package dev.sluice.pool.store;

/** The kinds of failures that keep a pool from making a resource, as far as the store can tell them apart. */
public enum FailureKind {
    /** The far side does not answer: the network drops packets, or the server is frozen. */
    NO_ANSWER,
    /** The far side answers, and refuses: nothing listens there, or the server takes no more sessions. */
    REFUSED,
    /** The far side knows the user not, or not with this password. Further attempts may lock the account. */
    PASSWORD_REJECTED,
    /** Any other failure. */
    OTHER
}
