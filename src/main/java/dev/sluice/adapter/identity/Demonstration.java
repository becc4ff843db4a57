package dev.sluice.adapter.identity;

/**
 * The state of a service that has only its embedded pool in memory, so that programs on this machine may operate it
 * without credentials.
 */
@FunctionalInterface
public interface Demonstration {

    /** Returns whether the demonstration still applies. It ends permanently once the service has anything else. */
    boolean isOn();
}
