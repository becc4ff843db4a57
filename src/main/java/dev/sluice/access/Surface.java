package dev.sluice.access;

/** The way by which a request reaches the control port. */
public enum Surface {
    /** REST over HTTP. */
    HTTP,
    /** A JMX client. */
    JMX,
    /** Code of the same process. */
    JAVA
}
