package dev.sluice.pool.store;

/** The kinds of failures that keep a pool from creating a resource, as far as the store can distinguish them. */
public enum FailureKind {
    /** The far side does not answer: the network drops packets, or the server is frozen. */
    NO_ANSWER,
    /** The far side refuses: nothing listens there, or the server starts or shuts down. */
    REFUSED,
    /** The far side answers, and has no free session for another resource. A session that ends makes room. */
    SERVER_FULL,
    /** The far side rejects the user or the password. Further attempts may lock the account. */
    PASSWORD_REJECTED,
    /** The far side accepts the resource, but a step of its set-up fails. The step will fail until an operator acts. */
    SETUP_FAILED,
    /** Any other failure. */
    OTHER
}
