package dev.sluice.access;

/**
 * The demonstration mode of a service that has only its embedded pool in memory: programs on this machine may operate
 * the pool without credentials. Each surface says so while the mode is in force. Thread-safe.
 */
@FunctionalInterface
public interface Demonstration {

    /** The name of the field, the datum of readiness and the line by which surfaces say that the mode is in force. */
    String FIELD = "demonstration";

    /** The consequence of the mode, as texts for users say it. */
    String MEANING =
            "programs on this machine read and operate the embedded pool without credentials, until anything real is"
                    + " configured";

    /** The state of a process that never has the mode, such as an embedding application. */
    Demonstration NEVER = () -> false;

    /** Returns whether the mode is in force. It ends permanently once the service has anything else. */
    boolean isOn();
}
