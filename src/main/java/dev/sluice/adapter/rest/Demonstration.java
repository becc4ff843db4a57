package dev.sluice.adapter.rest;

/**
 * Whether the service has nothing but its embedded pool in memory, so that programs on this machine may change it without a
 * token.
 */
@FunctionalInterface
public interface Demonstration {

    /** Whether it goes on. It ends for good as soon as there is anything else. */
    boolean isOn();
}
