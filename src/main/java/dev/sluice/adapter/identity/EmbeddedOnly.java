package dev.sluice.adapter.identity;

/** The pools of a service, as far as they decide about its demonstration mode. Thread-safe. */
@FunctionalInterface
public interface EmbeddedOnly {

    /** Returns whether the service has only its embedded pool in memory. Once false, it stays false. */
    boolean isAlone();
}
