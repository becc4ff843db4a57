package dev.sluice.keyed;

/** A resource that can report whether it still works. */
@FunctionalInterface
public interface Pingable {

    /** Returns if it works; whatever it throws means that it does not. It should end when it is interrupted. */
    void ping() throws Exception;
}
